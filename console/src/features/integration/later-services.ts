/** Services that come with a later version: shown, not to be switched on. */
export const LATER_SERVICES = ["messageNotifications"] as const;
export type LaterService = (typeof LATER_SERVICES)[number];
