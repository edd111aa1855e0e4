/** Messages to people; what other features may use of them. */
export { UserMessagesCard } from "./user-messages-card.tsx";
