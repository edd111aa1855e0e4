import type { App } from "../apps/app.ts";
import type { PushChannel } from "../apps/push-settings.ts";
import type { Clock } from "../clock.ts";
import type { Hub } from "../long-connection/hub.ts";
import type { Timeline } from "../timeline.ts";
import { withDeadline } from "./deadline.ts";
import type { Forgery } from "./forgery.ts";
import { ANSWER_MS, type PushOutcome } from "./outcome.ts";
import { seal } from "./seal.ts";
import { postWebhook } from "./webhook.ts";

/** A URL is checked faster than an event is handled (feishu-contract 8.2). */
const CHALLENGE_MS = 1000;

/** Takes one push to an app, the way a channel of it is set, once. */
export class Sender {
  readonly #clock: Clock;
  readonly #timeline: Timeline;
  readonly #hub: Hub;

  constructor(clock: Clock, timeline: Timeline, hub: Hub) {
    this.#clock = clock;
    this.#timeline = timeline;
    this.#hub = hub;
  }

  /** @param body wire text of the envelope */
  send(app: App, channel: PushChannel, body: string, forgery?: Forgery): Promise<PushOutcome> {
    if (channel.mode === "off") return Promise.resolve({ kind: "failed", cause: "not_subscribed" });
    const due = this.#clock.now() + ANSWER_MS;
    if (channel.mode === "long_connection") {
      return withDeadline(this.#timeline, due, (deadline) => this.#hub.push(app.appId, body, deadline));
    }
    const { requestUrl } = channel;
    if (requestUrl === null) return Promise.resolve({ kind: "failed", cause: "no_url" });
    const sealed = seal(Buffer.from(body, "latin1"), app.push.encryptKey, this.#clock.now(), forgery);
    return withDeadline(this.#timeline, due, (deadline) => postWebhook(requestUrl, sealed, deadline));
  }

  /** Whether a URL answers the challenge as the developer console wants it; the challenge carries no signature. */
  async verify(app: App, url: string): Promise<boolean> {
    const challenge = `c-${this.#clock.now()}`;
    const text = JSON.stringify({ challenge, token: app.push.verificationToken, type: "url_verification" });
    const { body } = seal(Buffer.from(text), app.push.encryptKey, this.#clock.now(), { signature: "missing" });
    const outcome = await withDeadline(this.#timeline, this.#clock.now() + CHALLENGE_MS, (deadline) =>
      postWebhook(url, { body, headers: {} }, deadline),
    );
    return outcome.kind === "acknowledged" && readChallenge(outcome.answer) === challenge;
  }
}

function readChallenge(answer: string): unknown {
  try {
    return (JSON.parse(answer) as { challenge?: unknown } | null)?.challenge;
  } catch {
    return undefined;
  }
}
