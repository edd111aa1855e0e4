import { errorFamily } from "./entry.ts";

/** What Larkbridge itself tells people, and the addresses it tells them at. */
export const noticeErrors = errorFamily({
  feishu_email_too_often: {
    status: 429,
    title: "Too many codes",
    message: "Another code can be sent in {retry_after} seconds.",
    cause: "One code a minute and five an hour are sent, to one address as well.",
    cure: "Look for the latest code in Feishu, or wait as long as the Retry-After header says.",
  },
  feishu_email_unreachable: {
    status: 422,
    title: "Nobody in Feishu has this address",
    message: "Feishu cannot deliver to this address[: code {feishu_code}].",
    cause: "Nobody in the company has the address in Feishu, or the app's bot is not available to them.",
    cure: "Take the e-mail that your Feishu profile shows; else ask an administrator to make the app available to you.",
  },
  feishu_email_not_sent: {
    status: 502,
    title: "The code could not be sent",
    message: "Feishu did not take the message[: {why}].",
    cause: "Feishu cannot be reached, refuses the app, or asks to slow down.",
    cure: "Try again in a minute; if it goes on, an administrator should check the connection.",
  },
  feishu_email_code_wrong: {
    status: 422,
    title: "The code is wrong",
    message: "The code is wrong; {tries_left} tries are left.",
    cause: "A typing mistake, or an older code.",
    cure: "Type the latest code that the bot sent.",
  },
  feishu_email_code_over: {
    status: 410,
    title: "The code is no longer valid",
    message: "There is no code to check: it has expired, was tried too often, or was never sent.",
    cause: "A code is good for ten minutes and five tries.",
    cure: "Send a new code.",
  },
});
