import { randomBytes } from "node:crypto";
import type { App } from "../apps/app.ts";
import { wireText } from "../gateway/reply.ts";
import type { Forgery } from "./forgery.ts";

/** A push as JSON: schema 2.0 with header and event (feishu-contract 8.2). */
export interface Envelope {
  readonly eventId: string;
  /** Wire text: pushes may wait for hours, and bytes are the smallest form. */
  readonly body: string;
}

/** What goes into the header beside the event itself. */
export interface EnvelopeFacts {
  readonly type: string;
  readonly tenantKey: string;
  /** Text already: events of people and departments count milliseconds, card callbacks microseconds. */
  readonly createTime: string;
  readonly forgery?: Forgery | undefined;
}

export function makeEnvelope(app: App, facts: EnvelopeFacts, event: unknown): Envelope {
  const { forgery = {} } = facts;
  const eventId = forgery.event_id ?? randomBytes(16).toString("hex");
  const header = {
    event_id: eventId,
    event_type: facts.type,
    create_time: facts.createTime,
    token: forgery.verification_token ?? app.push.verificationToken,
    app_id: forgery.app_id ?? app.appId,
    tenant_key: forgery.tenant_key ?? facts.tenantKey,
  };
  const padding = " ".repeat(forgery.padding_bytes ?? 0);
  return { eventId, body: wireText({ schema: "2.0", header, event }) + padding };
}
