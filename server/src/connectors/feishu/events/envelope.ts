import { z } from "zod";
import type { Instant } from "../../../core/kernel/ids.ts";
import type { Json } from "../../../core/kernel/json.ts";
import type { EventTarget } from "../../../core/sync/looks.ts";
import { instantAt } from "../../../platform/clock/clock.ts";
import { targetOf } from "./target.ts";

/** An event as it came, read and not yet judged. */
export interface FeishuEvent {
  /** Feishu's own: a repeated event has the same. */
  readonly eventId: string;
  readonly type: string;
  readonly appId: string;
  readonly tenantKey: string;
  /** Proves a webhook; the long connection proves itself. */
  readonly token: string | null;
  /** Null where Feishu did not say. */
  readonly occurredAt: Instant | null;
  readonly target: EventTarget | null;
  /** A button that was pressed. */
  readonly card: PressedCard | null;
}

/** A pressed button (feishu contract 7.4). */
export interface PressedCard {
  readonly operatorOpenId: string;
  readonly operatorUnionId: string | null;
  readonly messageId: string;
  readonly updateToken: string;
  readonly value: { readonly [key: string]: Json };
  readonly formValue: { readonly [key: string]: Json };
}

/** Feishu looks whether an address is ours (feishu contract 8.2). */
export interface AddressCheck {
  readonly challenge: string;
  readonly token: string;
}

export type Envelope =
  | { readonly kind: "event"; readonly event: FeishuEvent }
  | { readonly kind: "check"; readonly check: AddressCheck };

/** The largest body that is read as an envelope. */
export const MAX_ENVELOPE_BYTES = 1024 * 1024;

/** Ids and names go into the database and into logs: printable ASCII without blanks. */
const name = z.string().regex(/^[\x21-\x7e]{1,256}$/);
const moment = z.union([z.string(), z.number()]).nullish();
const anything = z.record(z.string(), z.unknown());
const json = z.record(z.string(), z.json());

const version2 = z.object({
  schema: z.literal("2.0"),
  header: z.object({
    event_id: name,
    event_type: name,
    app_id: name,
    tenant_key: name,
    token: z.string().nullish(),
    create_time: moment,
  }),
  event: anything,
});
const version1 = z.object({
  type: z.literal("event_callback"),
  uuid: name,
  token: z.string().nullish(),
  ts: moment,
  event: z.object({ type: name, app_id: name, tenant_key: name }).catchall(z.unknown()),
});
const addressCheck = z.object({
  type: z.literal("url_verification"),
  challenge: z.string().min(1).max(1000),
  token: z.string().max(1000),
});
const card = z.object({
  operator: z.object({ open_id: name, union_id: name.nullish() }),
  token: z.string().min(1).max(1000),
  action: z.object({ value: json.nullish().catch(null), form_value: json.nullish() }),
  context: z.object({ open_message_id: name }),
});

const CARD_PRESSED = "card.action.trigger";

/**
 * Reads a body that came from Feishu.
 *
 * @returns undefined where it is none that Feishu documents (feishu contract 7.4, 8.2)
 */
export function readEnvelope(body: unknown): Envelope | undefined {
  const check = addressCheck.safeParse(body);
  if (check.success) return { kind: "check", check: check.data };
  const new2 = version2.safeParse(body);
  if (new2.success) {
    const { header, event } = new2.data;
    return toEvent(
      {
        eventId: header.event_id,
        type: header.event_type,
        appId: header.app_id,
        tenantKey: header.tenant_key,
        token: header.token ?? null,
        occurredAt: momentOf(header.create_time),
      },
      event,
    );
  }
  const old1 = version1.safeParse(body);
  if (!old1.success) return undefined;
  const { uuid, token, ts, event } = old1.data;
  return toEvent(
    {
      eventId: uuid,
      type: event.type,
      appId: event.app_id,
      tenantKey: event.tenant_key,
      token: token ?? null,
      occurredAt: momentOf(ts),
    },
    event,
  );
}

function toEvent(
  header: Omit<FeishuEvent, "target" | "card">,
  event: { readonly [key: string]: unknown },
): Envelope | undefined {
  if (header.type === CARD_PRESSED) {
    const pressed = card.safeParse(event);
    if (!pressed.success) return undefined;
    const { operator, token, action, context } = pressed.data;
    return {
      kind: "event",
      event: {
        ...header,
        target: null,
        card: {
          operatorOpenId: operator.open_id,
          operatorUnionId: operator.union_id ?? null,
          messageId: context.open_message_id,
          updateToken: token,
          value: action.value ?? {},
          formValue: action.form_value ?? {},
        },
      },
    };
  }
  const target = targetOf(header.type, event);
  return target === undefined ? undefined : { kind: "event", event: { ...header, target, card: null } };
}

/** Seconds with a fraction (schema 1.0), milliseconds or microseconds, told apart by their length (feishu contract 8.2). */
function momentOf(told: string | number | null | undefined): Instant | null {
  const text = String(told ?? "");
  const milliseconds = /^\d{16}$/.test(text)
    ? Number(text) / 1000
    : /^\d{13}$/.test(text)
      ? Number(text)
      : /^\d{10}(\.\d+)?$/.test(text)
        ? Number(text) * 1000
        : null;
  return milliseconds === null ? null : instantAt(Math.trunc(milliseconds));
}
