import { decideSignIn, type SignInFacts } from "../../core/signin/decide-sign-in.ts";
import type { ExternalIdentity } from "../../core/signin/external-identity.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { newSecret } from "../../platform/crypto/token.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { Client } from "../../platform/http/index.ts";
import { openAuditedSession } from "../access/index.ts";
import { appendAudit } from "../admin/index.ts";
import { linkUser } from "../directory/index.ts";
import { callbackUrl, OUTCOME_PAGE } from "./begin.ts";
import { readAccountName, readSignInFacts } from "./facts-reader.ts";
import type { FlowStore } from "./flow-store.ts";
import { linkOwn } from "./link-own.ts";
import type {
  AccountName,
  Ended,
  FeishuEntry,
  FeishuSignIn,
  Flow,
  Outcome,
  Provision,
  Refusal,
  SignInApp,
} from "./ports.ts";

export interface CompleteParts {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly entry: FeishuEntry;
  readonly flows: FlowStore;
  readonly provision: Provision;
  readonly publicUrl: () => Promise<string>;
}

/** Who came, and what came of it. */
interface Met {
  readonly person: ExternalIdentity | null;
  readonly account: AccountName | null;
}

const NOBODY: Met = { person: null, account: null };

/** Takes browsers back that come from Feishu, by its page or by its client (S12, S14). */
export function makeComplete(parts: CompleteParts): Pick<FeishuSignIn, "complete"> {
  const { db, clock, entry, flows, provision, publicUrl } = parts;

  /** Without sync the address decides, so one that the sign-in did not tell is asked for. */
  async function withEmail(
    connection: NonNullable<SignInApp["connection"]>,
    facts: SignInFacts,
    signal: AbortSignal,
  ): Promise<SignInFacts | Refusal> {
    const { person, linked, unlinked, syncEnabled } = facts;
    if (person.email !== null || linked || unlinked || syncEnabled) return facts;
    const email = await entry.readEmail(person.openId, signal);
    if (!email.ok) return email.error;
    return email.value === null ? facts : readSignInFacts(db, connection, { ...person, email: email.value });
  }

  /** Lets somebody in, or says why not. The planner has its turn once. */
  async function resolve(
    flow: Flow,
    person: ExternalIdentity,
    signal: AbortSignal,
  ): Promise<{ readonly account: AccountName | null } | Refusal> {
    let waiting = false;
    for (const provisioned of [false, true]) {
      const connection = (await entry.findApp("integration"))?.connection;
      if (!connection) return { code: "feishu_sign_in_off" };
      const facts = await withEmail(connection, await readSignInFacts(db, connection, person), signal);
      if ("code" in facts) return facts;
      const decision = decideSignIn(facts, provisioned);
      if (decision.kind === "deny")
        return {
          code: waiting && decision.code === "feishu_person_unlinked" ? "feishu_person_waiting" : decision.code,
        };
      if (connection.tenantKey === null) await entry.rememberTenant(connection.id, person.tenantKey);
      if (decision.kind === "allow") return { account: await readAccountName(db, decision.userId) };
      // A test looks, and changes nothing: what the planner would make of somebody new is not known yet.
      if (flow.purpose === "test")
        return { account: decision.kind === "link" ? await readAccountName(db, decision.userId) : null };
      if (decision.kind === "link") {
        const user = { kind: "id", id: decision.userId } as const;
        const by = { actor: SIGN_IN, mayTouchOwners: false };
        const linked = await linkUser(db, user, connection.id, person, false, by, clock.now());
        // Somebody else was quicker, or the account changed its role in between.
        if (!linked.ok) return { code: "feishu_person_unlinked" };
        return { account: await readAccountName(db, decision.userId) };
      }
      waiting = (await provision(person.openId, signal)) === "waiting";
    }
    throw new Error("a sign-in was neither allowed nor refused");
  }

  return {
    async complete(returned, known, principal, client, signal) {
      const browserSecret = known ?? newSecret();
      const flow = (known === null ? undefined : await flows.spend(returned.state, known, clock.now())) ?? null;

      const end = async (ended: Outcome["ended"], { person, account }: Met, refusal?: Refusal): Promise<Ended> => {
        const outcome: Outcome = {
          purpose: flow?.purpose ?? "sign_in",
          ended,
          code: refusal?.code ?? null,
          values: refusal?.detail ?? {},
          person: person && { name: person.name, email: person.email },
          account: account && { name: account.name, username: account.username },
          returnTo: flow?.returnTo ?? "/",
        };
        await flows.close(flow, browserSecret, outcome, clock.now());
        if (refusal && outcome.purpose !== "test") await auditRefusal(db, outcome, account, client);
        return { location: OUTCOME_PAGE, session: null, browserSecret };
      };

      if (!flow) return end("refused", NOBODY, { code: "feishu_sign_in_expired" });
      if (flow.sessionId !== null && flow.sessionId !== principal?.sessionId)
        return end("refused", NOBODY, { code: "feishu_sign_in_expired" });
      if (returned.denied) return end("refused", NOBODY, { code: "feishu_sign_in_denied" });
      if (returned.code === undefined) return end("refused", NOBODY, { code: "feishu_code_refused" });
      const redirectUri = flow.codeVerifier === null ? null : callbackUrl(await publicUrl());
      const { codeVerifier } = flow;
      const exchanged = await entry.exchange(flow.app, { code: returned.code, redirectUri, codeVerifier }, signal);
      if (!exchanged.ok) return end("refused", NOBODY, exchanged.error);
      const person = exchanged.value;
      // A draft has no accounts of its own yet: that Feishu tells who came is all there is to see.
      if (flow.app === "draft") return end("tested", { person, account: null });
      if (flow.purpose === "link") {
        const linked = await linkOwn(parts, person, principal);
        return linked.ok
          ? end("linked", { person, account: linked.value })
          : end("refused", { person, account: null }, linked.error);
      }
      const resolved = await resolve(flow, person, signal);
      if (!("account" in resolved))
        return end(flow.purpose === "test" ? "tested" : "refused", { person, account: null }, resolved);
      const { account } = resolved;
      if (flow.purpose === "test" || account === null) return end("tested", { person, account });
      const session = await openAuditedSession(db, account, "feishu", client, clock.now());
      await end("signed_in", { person, account });
      return { location: flow.returnTo, session, browserSecret };
    },
  };
}

/** In whose name accounts are linked and planned for when somebody signs in. */
const SIGN_IN = { kind: "system", id: null, name: "sign-in" } as const;

function auditRefusal(db: OpenDatabase["kysely"], outcome: Outcome, account: AccountName | null, client: Client) {
  return appendAudit(db, {
    actor: SIGN_IN,
    action: outcome.purpose === "link" ? "user.link_refused" : "session.refused",
    objectKind: "user",
    objectId: account?.id ?? null,
    after: { address: client.address, why: outcome.code, way: "feishu", person: outcome.person?.name ?? null },
  });
}
