/** Other systems that hear of changes: told in order, signed, again when need be. */
export { makeAllowedAddresses } from "./allowed-addresses.ts";
export type { ReadNotificationCounts } from "./compose-body.ts";
export { startDelivering } from "./deliver.ts";
export { makeWebhooks, webhookSubscriber } from "./make-webhooks.ts";
export type { Webhooks } from "./ports.ts";
