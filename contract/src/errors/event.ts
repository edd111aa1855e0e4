import { errorFamily } from "./entry.ts";

/** Why something that came as an event of Feishu was not taken, and why the way of events cannot be changed as asked. */
export const eventErrors = errorFamily({
  event_webhook_off: {
    status: 404,
    title: "Events do not come this way",
    message: "A request came to the webhook address, and events are not set to come by webhook.",
    cause: "Feishu's console names the request URL while Larkbridge uses the long connection, or events are off.",
    cure: 'Choose the same way on both sides: here, and under "Events & callbacks" in Feishu\'s developer console.',
  },
  event_signature_missing: {
    status: 401,
    title: "An event was not signed",
    message: "An event came without a signature.",
    cause: "Somebody other than Feishu sent it, or a proxy took the X-Lark-* headers away.",
    cure: "Let the proxy pass the X-Lark-* headers on. If it keeps coming, it is not Feishu: nothing was done.",
  },
  event_signature_wrong: {
    status: 401,
    title: "An event was signed wrongly",
    message: "The signature of an event does not fit its body.",
    cause: "The Encrypt Key here is not the app's, a proxy changed the body, or somebody else sent it.",
    cure: "Copy the Encrypt Key again from the app's event settings; let the proxy pass bodies on unchanged.",
  },
  event_time_outside_window: {
    status: 401,
    title: "An event's time is too far off",
    message: "The signed time of an event is more than five minutes from this machine's time.",
    cause: "The clock of this machine is wrong, or somebody sends again what was overheard.",
    cure: "Set the machine's clock by NTP. If the clock is right, it was not Feishu: nothing was done.",
  },
  event_not_encrypted: {
    status: 401,
    title: "An event was not encrypted",
    message: "An event came in the clear although an Encrypt Key is set here.",
    cause: "The app has no Encrypt Key in Feishu's console, or somebody else sent it.",
    cure: "Set the same Encrypt Key in the app's event settings in Feishu's developer console.",
  },
  event_undecipherable: {
    status: 401,
    title: "An event could not be decrypted",
    message: "An event is encrypted with another key than the one set here.",
    cause: "The Encrypt Key was changed on one side only.",
    cure: "Copy the Encrypt Key again from the app's event settings.",
  },
  event_token_wrong: {
    status: 403,
    title: "The verification token is wrong",
    message: "An event carries another verification token than the one set here.",
    cause: "The token was reset in Feishu's console, or was copied from another app.",
    cure: "Copy the Verification Token again from the app's event settings.",
  },
  event_app_wrong: {
    status: 403,
    title: "An event of another app",
    message: "An event names another app than the one of this integration.",
    cause: "Another app uses this address or these keys.",
    cure: "Give the other app an address of its own in Feishu's developer console.",
  },
  event_tenant_wrong: {
    status: 403,
    title: "An event of another company",
    message: "An event names another company than the one this integration belongs to.",
    cause: "The app is installed in several companies, or somebody else sent it.",
    cure: "Use an app that belongs to this company alone.",
  },
  event_body_too_large: {
    status: 413,
    title: "An event was too large",
    message: "What came was larger than any event.",
    cause: "Feishu's events are far below one megabyte; somebody else sent it.",
    cure: "Nothing was done. Run a sync if a large change was made in Feishu at that time.",
  },
  event_malformed: {
    status: 400,
    title: "An event could not be read",
    message: "What came does not have the shape of an event.",
    cause: "A proxy changed it, somebody else sent it, or Feishu changed its format.",
    cure: "Run a sync, which reads everything itself; report it if Feishu sent it.",
  },
  event_keys_missing: {
    status: 409,
    title: "Keys of the webhook are missing",
    message: "The webhook needs an Encrypt Key and a Verification Token.",
    cause: "Without them nobody could tell Feishu's requests from others.",
    cure: "Copy both from the app's event settings in Feishu's developer console.",
  },
});
