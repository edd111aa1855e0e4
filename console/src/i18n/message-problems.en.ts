import messageProblems from "virtual:contract-message-problems";

/** English words for the codes that only pages of messages, events and webhooks show; loaded with them. */
export default { ...messageProblems };
