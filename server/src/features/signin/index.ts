/** Signing in with Feishu. */
export { makeFeishuSignIn } from "./make-sign-in.ts";
export type { AppChoice, FeishuEntry, FeishuSignIn, Refusal, SignInApp } from "./ports.ts";
