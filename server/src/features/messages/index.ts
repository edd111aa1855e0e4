/** Messages to people through the app's bot: queued with what they tell about, delivered once, and their log. */
export type { MessageContent, MessageSender, MessageToQueue } from "../../core/notify/message.ts";
export { makeUpdateCards, type NewCard, type UpdateCards } from "./card-update-store.ts";
export { startDelivery } from "./deliver.ts";
export { makeMessages } from "./make-messages.ts";
export { forgetMessages } from "./notification-store.ts";
export type { MessageChannel, MessageConnection, Messages } from "./ports.ts";
export { makeQueueMessages, type QueuedMessage, type QueueMessages } from "./queue-store.ts";
