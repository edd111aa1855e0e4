import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Framer } from "../../src/platform/ldap-wire/framer.ts";
import { type Answer, readAnswer } from "./ldap-frames.ts";

/** A connection that sends whatever bytes a test wants and reads what comes back. */
export interface WireClient {
  readonly socket: Socket;
  send(...frames: readonly Uint8Array[]): void;
  /** Everything up to the result of a request, its entries included. Rejects when the server closes before. */
  until(id: number): Promise<readonly Answer[]>;
  /** Everything not yet taken when the server closes. */
  untilClosed(): Promise<readonly Answer[]>;
  /** Goes on in TLS, over what has just answered StartTLS. */
  secure(authority: string): Promise<WireClient>;
  close(): void;
}

export async function dialLdap(port: number): Promise<WireClient> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return speak(socket);
}

function speak(socket: Socket): WireClient {
  const framer = new Framer();
  let taken: Answer[] = [];
  let waiting: (() => void) | null = null;
  let isClosed = false;
  const receive = (chunk: Buffer) => {
    framer.push(chunk);
    for (let frame = framer.next(2 ** 30); frame; frame = framer.next(2 ** 30)) taken.push(readAnswer(frame));
    waiting?.();
  };
  socket
    .setNoDelay(true)
    .on("data", receive)
    // The close that follows is what a test waits for.
    .on("error", () => undefined)
    .on("close", () => {
      isClosed = true;
      waiting?.();
    });
  const wait = () =>
    new Promise<void>((resolve) => {
      waiting = resolve;
    });
  const take = () => {
    const all = taken;
    taken = [];
    return all;
  };
  return {
    socket,
    send: (...frames) => void socket.write(Buffer.concat(frames)),
    async until(id) {
      while (!taken.some((answer) => answer.kind === "result" && answer.id === id)) {
        if (isClosed) throw new Error("the server closed the connection");
        await wait();
      }
      return take();
    },
    async untilClosed() {
      while (!isClosed) await wait();
      return take();
    },
    async secure(authority) {
      socket.off("data", receive);
      const secured = connectTls({ socket, ca: authority, host: "127.0.0.1" });
      await once(secured, "secureConnect");
      return speak(secured);
    },
    close: () => void socket.destroy(),
  };
}

/** The code a request ended with. */
export function codeOf(answers: readonly Answer[]): number | undefined {
  const last = answers.at(-1);
  return last?.kind === "result" ? last.code : undefined;
}

export function entriesOf(answers: readonly Answer[]): readonly Extract<Answer, { kind: "entry" }>[] {
  return answers.filter((answer) => answer.kind === "entry");
}
