import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";
import { OID } from "../../core/ldap/root-dse.ts";
import type { Principal } from "../../core/ldap/viewer.ts";
import { Framer } from "../../platform/ldap-wire/framer.ts";
import { WireError } from "../../platform/ldap-wire/wire-error.ts";
import type { LdapLimits } from "./limits.ts";
import { MessageQueue } from "./message-queue.ts";
import { makeSession, type SessionParts } from "./session.ts";
import type { Request } from "./wire/messages.ts";
import { makeLastSearch, readMessage } from "./wire/read-message.ts";
import { RESULT } from "./wire/result-codes.ts";
import { writeExtended } from "./wire/write-message.ts";

/** One client: bytes in, bytes out, in order. */
export interface Connection {
  readonly address: string;
  describe(): ConnectionState;
  /** Closes it when a deadline has passed. */
  checkDeadlines(now: number): void;
  /** Says that the server goes away, and closes. */
  dismiss(): void;
}

/** A connection as an operator looks at it. Times are in terms of `now`. */
export interface ConnectionState {
  readonly address: string;
  readonly since: number;
  readonly secure: boolean;
  readonly kind: Principal["kind"];
  readonly boundAs: string | null;
  readonly operations: number;
  readonly last: { readonly kind: Request["kind"]; readonly at: number } | null;
}

export interface ConnectionParts extends SessionParts {
  readonly limits: LdapLimits;
  readonly secureContext: () => SecureContext | null;
  readonly onClose: (connection: Connection) => void;
}

/** Serves a socket until it closes. */
export function serveConnection(parts: ConnectionParts, accepted: Socket, secure: boolean): Connection {
  const { limits, writer, now } = parts;
  let socket = accepted;
  let isSecure = secure;
  let open = true;
  let upgrading = false;
  let pumping = false;
  let framer = new Framer();
  const lastSearch = makeLastSearch();
  const queue = new MessageQueue(limits);
  const since = now();
  let lastHeard = since;
  let operations = 0;
  let lastKind: Request["kind"] | null = null;
  /** When what is incomplete began; null while nothing is. */
  let incompleteSince: number | null = null;
  /** Octets that a client has left unread, and since when it took none of them; null while it reads. */
  let unread: { readonly octets: number; readonly since: number } | null = null;
  const address = accepted.remoteAddress ?? "";

  const session = makeSession(parts, {
    address,
    isSecure: () => isSecure,
    flush,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    isOpen: () => open,
    hasMore: () => queue.length > 0 || framer.isPartial,
    startTls: () => {
      upgrading = true;
    },
    close,
    cut: () => {
      open = false;
      socket.destroy();
    },
  });
  const connection: Connection = {
    address,
    describe: () => ({
      address,
      since,
      secure: isSecure,
      ...session.describe(),
      operations,
      last: lastKind && { kind: lastKind, at: lastHeard },
    }),
    checkDeadlines(at) {
      if (unread !== null && socket.writableLength < unread.octets)
        unread = { octets: socket.writableLength, since: at };
      const isLate = incompleteSince !== null && at - incompleteSince > limits.messageMs;
      const isStuck = unread !== null && at - unread.since > limits.unreadMs;
      if (isLate || isStuck || (!pumping && at - lastHeard > limits.idleMs)) socket.destroy();
    },
    dismiss() {
      end(RESULT.unavailable, "the server stops");
      socket.destroySoon();
    },
  };
  listen();
  return connection;

  function listen(): void {
    socket.setNoDelay(true);
    socket.on("data", receive);
    // Its close follows.
    socket.on("error", ignore);
    socket.on("close", ended);
    socket.on("end", close);
  }

  function ended(): void {
    open = false;
    queue.clear();
    parts.onClose(connection);
  }

  function receive(chunk: Buffer): void {
    if (!open) return;
    lastHeard = now();
    try {
      framer.push(chunk);
      readFrames();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      end(RESULT.protocolError, error.message);
      return;
    }
    if (!pumping) void pump();
  }

  function readFrames(): void {
    for (;;) {
      // A bind under way decides how large the next message may be; nothing larger is needed before it.
      const frame = framer.next(session.isBound() ? limits.messageAfterBind : limits.messageBeforeBind);
      if (frame === undefined) break;
      const message = readMessage(frame, lastSearch);
      if (message.request.kind === "unbind") {
        close();
        return;
      }
      if (message.request.kind === "abandon") abandon(message.request.messageId);
      else queue.push(message, frame.length);
    }
    incompleteSince = framer.isPartial ? (incompleteSince ?? now()) : null;
    if (!queue.isFull) return;
    socket.pause();
    // The rest of a message that we do not read is not late.
    incompleteSince = null;
  }

  function goOn(): void {
    incompleteSince = framer.isPartial ? now() : null;
    socket.resume();
  }

  function abandon(messageId: number): void {
    session.abandon(messageId);
    queue.remove(messageId);
  }

  /** Answers what waits. Everything that needs no waiting goes out in one write. */
  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    try {
      for (let message = queue.take(); message !== undefined && open; message = queue.take()) {
        operations += 1;
        lastKind = message.request.kind;
        const pending = session.handle(message);
        if (pending !== undefined) {
          sendNow();
          await pending;
        }
        if (upgrading) {
          sendNow();
          upgrade();
          break;
        }
        if (writer.length > 64 * 1024) await flush();
        if (socket.isPaused() && queue.hasRoom) goOn();
      }
      sendNow();
      lastHeard = now();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      end(RESULT.protocolError, error.message);
    } finally {
      pumping = false;
    }
  }

  function sendNow(): void {
    if (writer.length === 0) return;
    const bytes = writer.take();
    if (open) socket.write(bytes);
  }

  function flush(): Promise<void> | undefined {
    sendNow();
    if (!open || socket.writableLength < limits.unsent) return undefined;
    unread = { octets: socket.writableLength, since: now() };
    return new Promise((resolve) => {
      const go = () => {
        unread = null;
        socket.off("drain", go).off("close", go);
        resolve();
      };
      socket.on("drain", go).on("close", go);
    });
  }

  function upgrade(): void {
    upgrading = false;
    const secureContext = parts.secureContext();
    if (secureContext === null) {
      close();
      return;
    }
    const plain = socket;
    plain.off("data", receive).off("close", ended).off("end", close);
    framer = new Framer();
    incompleteSince = now();
    const wrapped = new TLSSocket(plain, { isServer: true, secureContext });
    wrapped.once("secure", () => {
      isSecure = true;
      incompleteSince = null;
    });
    plain.once("close", () => wrapped.destroy());
    socket = wrapped;
    listen();
  }

  /** Notice of disconnection (RFC 4511 section 4.4.1), and the end. */
  function end(code: typeof RESULT.protocolError | typeof RESULT.unavailable, message: string): void {
    if (!open) return;
    sendNow();
    if (!session.isInside()) writeExtended(writer, 0, { code, message }, { name: OID.noticeOfDisconnection });
    sendNow();
    close();
  }

  function close(): void {
    if (!open) return;
    open = false;
    queue.clear();
    socket.end();
    // Who does not read what is left has had the time a message has.
    incompleteSince = now();
  }
}

function ignore(): void {}
