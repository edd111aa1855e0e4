import type { Instant, OpenId } from "../../core/kernel/ids.ts";
import { hinderingVerdict, type Verdict } from "../../core/notify/decide-delivery.ts";
import { type Address, decideAddress, type PersonState, refusalOfState } from "../../core/notify/decide-recipient.ts";
import { toPayload } from "../../core/notify/payload.ts";
import { plus } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { ClaimedMessage } from "./claim-store.ts";
import type { Gate } from "./gate.ts";
import type { OutgoingMessage } from "./ports.ts";
import { type RecipientFacts, readRecipients } from "./recipient-reader.ts";
import { readTemplates } from "./template-store.ts";

/** A claimed message and what is to be done with it. */
export type Prepared =
  | { readonly message: ClaimedMessage; readonly outgoing: OutgoingMessage }
  | { readonly message: ClaimedMessage; readonly verdict: Verdict };

const refused = (cause: string): Verdict => ({ state: "refused", cause, dueAt: null, maybeSentAt: null });

/**
 * Finds out whom each message goes to and what it says, by what is known now: whoever was disabled since is sent nothing.
 *
 * @param readStates what people are in Feishu now
 */
export async function prepare(
  db: OpenDatabase["kysely"],
  claimed: readonly ClaimedMessage[],
  {
    gate,
    now,
    readStates,
  }: {
    readonly gate: Extract<Gate, { readonly open: true }>;
    readonly now: Instant;
    readonly readStates: (people: readonly OpenId[]) => Promise<ReadonlyMap<OpenId, PersonState>>;
  },
): Promise<readonly Prepared[]> {
  const people = await readRecipients(
    db,
    gate.connectionId,
    claimed.map(({ recipient }) => recipient),
  );
  const templates = claimed.some(({ content }) => content?.kind === "template") ? await readTemplates(db) : new Map();
  const addressed = claimed.map((message) => {
    const person = people.get(message.recipient);
    const address: Address =
      person === undefined
        ? { kind: "none", cause: "message_recipient_deleted" }
        : decideAddress(person, gate.route, message.sender);
    return { message, person, address, hindered: hinderingVerdict(message, now, plus) };
  });
  const asked = addressed.flatMap(({ address, hindered }) =>
    address.kind === "open_id" && hindered === undefined ? [address.id] : [],
  );
  const states = await readStates([...new Set(asked)]);
  return addressed.map(({ message, person, address, hindered }): Prepared => {
    if (hindered !== undefined) return { message, verdict: hindered };
    if (address.kind === "none" || person === undefined)
      return { message, verdict: refused(address.kind === "none" ? address.cause : "message_recipient_deleted") };
    const state = address.kind === "open_id" ? (states.get(address.id) ?? "unknown") : "unknown";
    const unreachable = refusalOfState(state, message.sender);
    if (unreachable !== undefined) return { message, verdict: refused(unreachable) };
    if (message.content === null) return { message, verdict: refused("message_content_damaged") };
    const payload = toPayload(message.content, person.language, valuesOf(person), (name) => templates.get(name));
    if (!payload.ok) return { message, verdict: refused(payload.error.code) };
    return { message, outgoing: { to: address, payload: payload.value, uuid: message.id } };
  });
}

function valuesOf({ name, username }: RecipientFacts) {
  return { recipient_name: name, recipient_username: username };
}
