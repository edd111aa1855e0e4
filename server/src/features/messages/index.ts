/** Messages to people through the app's bot: queued with what they tell about, delivered once, and their log. */
export type { MessageContent, MessageSender, MessageToQueue } from "../../core/notify/message.ts";
export { makeUpdateCards, type NewCard, type UpdateCards } from "./card-update-store.ts";
export { makeQueueMessages, type QueuedMessage, type QueueMessages } from "./queue-store.ts";
