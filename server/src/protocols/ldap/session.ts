import { OID } from "../../core/ldap/root-dse.ts";
import { ANONYMOUS, type Principal, type Standing } from "../../core/ldap/viewer.ts";
import type { BerWriter } from "../../platform/ldap-wire/ber-writer.ts";
import { WireError } from "../../platform/ldap-wire/wire-error.ts";
import { makeBindNameReader } from "./bind-name.ts";
import { makeCookie, readPage } from "./paging.ts";
import type { BindOutcome, LdapPorts, LdapSettings } from "./ports.ts";
import { compare, planSearch } from "./query.ts";
import type { ScanPlaces } from "./scan-places.ts";
import { type Pause, type SearchEnd, searchSteps } from "./search-steps.ts";
import { type BindRequest, type Message, RESPONSE, type SearchRequest } from "./wire/messages.ts";
import { type LdapResult, RESULT } from "./wire/result-codes.ts";
import { writeExtended, writeResult } from "./wire/write-message.ts";

/** What a session needs of the connection it runs on. */
export interface SessionWire {
  readonly address: string;
  readonly isSecure: () => boolean;
  /** Sends what the writer holds before it returns; a promise while the client reads too slowly. */
  readonly flush: () => Promise<void> | undefined;
  /** Hands the event loop to others for a moment. */
  readonly breathe: () => Promise<void>;
  readonly isOpen: () => boolean;
  /** Whether the client has sent more behind the message in hand. */
  readonly hasMore: () => boolean;
  readonly startTls: () => void;
  readonly close: () => void;
  /** Ends it at once, where half a message is sent and its rest will never come. */
  readonly cut: () => void;
}

export interface SessionParts {
  readonly ports: LdapPorts;
  readonly settings: LdapSettings;
  readonly writer: BerWriter;
  readonly scans: ScanPlaces;
  readonly now: () => number;
}

/** One connection's state: who it acts as, and what it was told to abandon. */
export interface Session {
  /** Answers a message into the writer. Returns a promise when the answer takes more than a moment. */
  handle(message: Message): Promise<void> | undefined;
  /** Stops the operation that is under way (RFC 4511 section 4.11); it is not answered. */
  abandon(messageId: number): void;
  readonly isBound: () => boolean;
  /** Whether the first half of a message is sent. */
  readonly isInside: () => boolean;
  /** Whom it acts as, under the name it was bound by; none while anonymous. */
  readonly describe: () => { readonly kind: Principal["kind"]; readonly boundAs: string | null };
}

const NOBODY: Standing = { principal: () => ANONYMOUS };
/** The controls we know; any other that is critical cannot be served (RFC 4511 section 4.1.11). */
const KNOWN_CONTROLS: readonly string[] = [OID.pagedResults, OID.manageDsaIt];

export function makeSession({ ports, settings, writer, scans, now }: SessionParts, wire: SessionWire): Session {
  const readBindName = makeBindNameReader(settings.baseDn);
  let standing = NOBODY;
  let boundDn = "";
  let abandoned: number | null = null;
  let running: number | null = null;
  let inside = false;

  function bind(id: number, request: BindRequest): Promise<void> | undefined {
    const decided = decideBind(request);
    if (!(decided instanceof Promise)) return void writeResult(writer, id, RESPONSE.bind, decided);
    return decided.then((result) => {
      writeResult(writer, id, RESPONSE.bind, result);
      return wire.flush();
    });
  }

  function decideBind({ version, name, password }: BindRequest): LdapResult | Promise<LdapResult> {
    // Whatever comes of it, nobody is bound any more (RFC 4511 section 4.2.1).
    standing = NOBODY;
    boundDn = "";
    if (version !== 3) return { code: RESULT.protocolError, message: "only LDAPv3" };
    if (password === null) return { code: RESULT.authMethodNotSupported, message: "only simple binds" };
    if (name === "" && password === "") return { code: RESULT.success };
    if (password === "") return { code: RESULT.unwillingToPerform, message: "a name without a password" };
    if (settings.requireTls && !wire.isSecure()) return { code: RESULT.confidentialityRequired, message: "use TLS" };
    const who = readBindName(name);
    if (who === "invalid") return { code: RESULT.invalidDnSyntax, message: "not a distinguished name" };
    const named = who === "unknown" ? ({ kind: "person", name: "" } as const) : who;
    const outcome = ports.bind(named, password, wire.address);
    const settle = (settled: BindOutcome): LdapResult => {
      if (settled.kind === "busy") return { code: RESULT.busy, message: "too many binds wait" };
      if (settled.kind === "refused") return { code: RESULT.invalidCredentials };
      standing = settled.standing;
      boundDn = name;
      return { code: RESULT.success };
    };
    return outcome instanceof Promise ? outcome.then(settle) : settle(outcome);
  }

  function search(id: number, request: SearchRequest, message: Message): Promise<void> | undefined {
    const done = (result: LdapResult, cookie?: Buffer) =>
      writeResult(writer, id, RESPONSE.searchDone, result, cookie && { type: OID.pagedResults, cookie });
    const page = readPage(request, message.controls);
    if (page === "wrong")
      return void done({ code: RESULT.unwillingToPerform, message: "the cookie is of another search" });
    const noMore = page === null ? undefined : Buffer.alloc(0);
    if (page?.ends) return void done({ code: RESULT.success }, noMore);
    const principal = standing.principal();
    const planned = planSearch({ tree: ports.tree(), principal, settings }, request, id, page, writer, now());
    if ("result" in planned) return void done(planned.result, noMore);
    const steps = searchSteps(planned.work, writer, now);
    const finish = ({ next, written, ...result }: SearchEnd) =>
      done(result, next === null ? noMore : makeCookie(request, next, (page?.sent ?? 0) + written));
    const first = steps.next();
    if (first.done) return void finish(first.value);
    inside = first.value === "inside";
    return scan(steps, finish, principal);
  }

  /** The rest of a search that takes longer, in turns with everybody else's. Each turn ends with its bytes sent. */
  async function scan(
    steps: Generator<Pause, SearchEnd>,
    finish: (end: SearchEnd) => void,
    principal: Principal,
  ): Promise<void> {
    await wire.flush();
    let giveBack = await scans.take();
    try {
      for (let ended = false; !ended; ) {
        await wire.breathe();
        if (!wire.isOpen() || (abandoned === running && !inside)) return;
        // What it may see was changed meanwhile: it can ask again.
        if (standing.principal() !== principal)
          return inside ? wire.cut() : finish({ code: RESULT.insufficientAccessRights, next: null, written: 0 });
        try {
          const step = steps.next();
          if (step.done && abandoned !== running) finish(step.value);
          ended = step.done ?? false;
          inside = step.value === "inside";
        } catch (error) {
          writer.truncate(0);
          if (inside) wire.cut();
          throw error;
        }
        const unread = wire.flush();
        if (unread === undefined || ended) continue;
        // Whoever does not read what they asked for keeps no place that others wait for.
        giveBack();
        await unread;
        giveBack = await scans.take();
      }
    } finally {
      inside = false;
      giveBack();
    }
  }

  function extended(id: number, name: string): Promise<void> | undefined {
    if (name === OID.whoAmI) {
      const value = standing.principal().kind === "anonymous" ? "" : `dn:${boundDn}`;
      return void writeExtended(writer, id, { code: RESULT.success }, { value });
    }
    if (name !== OID.startTls || !settings.startTls)
      return void writeExtended(writer, id, { code: RESULT.protocolError, message: "an unknown operation" });
    if (wire.isSecure())
      return void writeExtended(writer, id, { code: RESULT.operationsError, message: "TLS is in use" }, { name });
    // Bytes behind it would be read as if they had come through TLS: somebody put them there.
    if (wire.hasMore()) return void wire.close();
    writeExtended(writer, id, { code: RESULT.success }, { name });
    standing = NOBODY;
    boundDn = "";
    wire.startTls();
    return undefined;
  }

  function answer(message: Message): Promise<void> | undefined {
    const { id, request, controls } = message;
    const unknown = controls.some(({ critical, type }) => critical && !KNOWN_CONTROLS.includes(type));
    const refusal: LdapResult = { code: RESULT.unavailableCriticalExtension, message: "an unknown control" };
    switch (request.kind) {
      case "bind":
        return unknown ? void writeResult(writer, id, RESPONSE.bind, refusal) : bind(id, request);
      case "search":
        return unknown ? void writeResult(writer, id, RESPONSE.searchDone, refusal) : search(id, request, message);
      case "compare": {
        const asked = { tree: ports.tree(), principal: standing.principal(), settings };
        const result = unknown ? refusal : compare(asked, request);
        return void writeResult(writer, id, RESPONSE.compare, result);
      }
      case "extended":
        return unknown ? void writeExtended(writer, id, refusal) : extended(id, request.name);
      case "write": {
        const result = unknown ? refusal : ({ code: RESULT.unwillingToPerform, message: "read-only" } as const);
        return void writeResult(writer, id, RESPONSE[request.operation], result);
      }
      case "unbind":
        return void wire.close();
      case "abandon":
        return undefined;
    }
  }

  return {
    isInside: () => inside,
    isBound: () => standing.principal().kind !== "anonymous",
    describe() {
      const { kind } = standing.principal();
      return { kind, boundAs: kind === "anonymous" ? null : boundDn };
    },
    abandon: (messageId) => {
      if (messageId === running) abandoned = messageId;
    },
    handle(message) {
      running = message.id;
      abandoned = null;
      const begun = writer.length;
      try {
        return answer(message)?.catch((error: unknown) => failed(message, error));
      } catch (error) {
        // What was half written is nobody's answer; all before it is.
        writer.truncate(begun);
        if (error instanceof WireError) throw error;
        failed(message, error);
        return undefined;
      }
    },
  };

  function failed(message: Message, error: unknown): void {
    ports.onFault(error);
    if (!wire.isOpen()) return;
    const result: LdapResult = { code: RESULT.unavailable, message: "a fault of the server" };
    const { kind } = message.request;
    if (kind === "search") writeResult(writer, message.id, RESPONSE.searchDone, result);
    else if (kind === "bind" || kind === "compare") writeResult(writer, message.id, RESPONSE[kind], result);
    else wire.close();
    void wire.flush();
  }
}
