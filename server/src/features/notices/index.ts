/** What Larkbridge itself tells people, and the cards that ask them. */
export { makeAnswerCard } from "./answer-card.ts";
export { type FeishuEmails, makeFeishuEmails } from "./feishu-emails.ts";
export { hearEvents } from "./hear-events.ts";
export { makeNoticeSwitches, type NoticeSwitches } from "./notice-switches.ts";
export type { SendToEmail } from "./ports.ts";
export { declareWelcomeLinks } from "./switch-store.ts";
export { startWelcomes } from "./welcome-people.ts";
