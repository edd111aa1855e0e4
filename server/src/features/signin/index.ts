/** Signing in with Feishu. */
export { makeFeishuSignIn } from "./make-sign-in.ts";
export type { FeishuEntry, FeishuSignIn, Refusal, SignInApp } from "./ports.ts";
