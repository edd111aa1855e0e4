/** What Feishu tells us, each thing once; what other features may use of it. */
export { forgetReceived } from "./inbox-store.ts";
export type { AnswerCardAction, CardAction, CardAnswer, LiveState, ReadLiveState } from "./ports.ts";
