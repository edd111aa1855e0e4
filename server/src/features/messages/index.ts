/** Messages to people through the app's bot: queued with what they tell about, delivered once, and their log. */
export type { MessageToQueue } from "../../core/notify/message.ts";
export { makeUpdateCards, type UpdateCards } from "./card-update-store.ts";
export { startDelivery } from "./deliver.ts";
export { makeMessages } from "./make-messages.ts";
export { findNotification } from "./notification-reader.ts";
export { forgetMessages } from "./notification-store.ts";
export type { MessageChannel, MessageConnection, Messages } from "./ports.ts";
export { makeQueueMessages, type QueueMessages } from "./queue-store.ts";
