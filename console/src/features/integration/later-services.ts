/** Services that come with a later version: shown, not to be switched on. */
export const LATER_SERVICES = ["singleSignOn", "messageNotifications", "clientAccess"] as const;
export type LaterService = (typeof LATER_SERVICES)[number];
