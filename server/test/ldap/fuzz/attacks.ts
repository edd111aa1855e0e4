import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { request, STARTTLS, WHOAMI } from "../../support/ldap-frames.ts";
import { codeOf, dialLdap, type WireClient } from "../../support/ldap-wire-client.ts";
import { APP_DN, APP_PASSWORD, WORLD_BASE } from "../../support/memory-ldap.ts";
import { type HostileFrame, hostileFrame } from "./hostile-frames.ts";
import type { Random } from "./random.ts";

/** A session that neither answers nor ends in this time hangs. */
const HANG_MS = 30_000;

export interface FrameReport {
  frames: number;
  readonly kinds: Partial<Record<HostileFrame["kind"], number>>;
  /** How sessions went: answered to the end, ended by the server, or left with half a message. */
  readonly sessions: Record<SessionEnd, number>;
}

type SessionEnd = "answered" | "ended" | "unfinished";

/** Sends so many frames in sessions of a few, half of them bound. @throws when a session neither answers nor ends */
export async function sendFrames(port: number, random: Random, count: number): Promise<FrameReport> {
  const report: FrameReport = { frames: 0, kinds: {}, sessions: { answered: 0, ended: 0, unfinished: 0 } };
  const lane = async () => {
    while (report.frames < count) {
      const frames = Array.from({ length: 1 + random.below(5) }, (_, at) => hostileFrame(random, at + 2));
      report.frames += frames.length;
      for (const { kind } of frames) report.kinds[kind] = (report.kinds[kind] ?? 0) + 1;
      report.sessions[await runSession(port, frames, random)] += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return report;
}

const LAST = 99;

async function runSession(port: number, frames: readonly HostileFrame[], random: Random): Promise<SessionEnd> {
  const client = await dialLdap(port);
  const bind = random.chance(0.5) ? request.bind(1, APP_DN, APP_PASSWORD) : Buffer.alloc(0);
  const all = Buffer.concat([bind, ...frames.map(({ bytes }) => bytes), request.extended(LAST, WHOAMI)]);
  const cut = random.below(all.length);
  client.send(all.subarray(0, cut));
  await new Promise((resolve) => setImmediate(resolve));
  client.send(all.subarray(cut));
  // What is no request may be the beginning of a longer one, of which nothing more will come.
  const mayWait = frames.some(({ kind }) => kind !== "odd");
  let late: NodeJS.Timeout | undefined;
  const waited = new Promise<SessionEnd>((resolve) => {
    late = setTimeout(() => resolve("unfinished"), mayWait ? 100 : HANG_MS);
  });
  const answered = client.until(LAST).then(
    (): SessionEnd => "answered",
    (): SessionEnd => "ended",
  );
  const end = await Promise.race([answered, waited]);
  clearTimeout(late);
  client.close();
  if (!mayWait && end !== "answered") throw new Error(`a session was ${end}: ${all.toString("hex")}`);
  return end;
}

async function dialBound(port: number): Promise<WireClient> {
  const client = await dialLdap(port);
  client.send(request.bind(1, APP_DN, APP_PASSWORD));
  if (codeOf(await client.until(1)) !== 0) throw new Error("it could not bind");
  return client;
}

/** Opens connections that begin a message and never end it; resolves when the server has ended all of them. */
export async function writeSlowly(port: number, count: number): Promise<void> {
  const sockets = Array.from({ length: count }, () =>
    connect(port, "127.0.0.1")
      .on("error", () => undefined)
      .resume(),
  );
  const closed = sockets.map((socket) => once(socket, "close"));
  const frame = request.bind(1, APP_DN, APP_PASSWORD);
  let sent = 0;
  const writing = setInterval(() => {
    sent += 1;
    for (const socket of sockets) if (!socket.destroyed) socket.write(frame.subarray(sent - 1, sent));
  }, 400);
  try {
    await withinTime(Promise.all(closed), "a slow writer was not cut off");
  } finally {
    clearInterval(writing);
  }
}

/** Connections that ask for everything many times and read nothing of it, until they are let go. */
export async function readNothing(port: number, count: number, searches: number): Promise<() => void> {
  const clients = await Promise.all(Array.from({ length: count }, () => dialBound(port)));
  for (const client of clients) {
    client.socket.pause();
    client.send(
      ...Array.from({ length: searches }, (_, at) =>
        request.search(at + 2, { base: WORLD_BASE, attributes: ["*", "+"] }),
      ),
    );
  }
  return () => {
    for (const client of clients) client.close();
  };
}

/** Requests as fast as the socket takes them; resolves when the last one is answered. */
export async function flood(port: number, count: number): Promise<void> {
  const client = await dialBound(port);
  const filter = { kind: "equal", attribute: "uid", value: "u3" } as const;
  let answered = 0;
  for (let id = 2; id < count + 2; id += 1000) {
    const frames = Array.from({ length: Math.min(1000, count + 2 - id) }, (_, at) =>
      at % 2 === 0 ? request.search(id + at, { base: WORLD_BASE, filter }) : request.extended(id + at, WHOAMI),
    );
    answered += frames.length;
    if (!client.socket.write(Buffer.concat(frames))) await once(client.socket, "drain");
  }
  await withinTime(client.until(answered + 1), "a flood was not answered");
  client.close();
}

/** Scans that no index helps with, many at once. */
export async function scanAll(port: number, connections: number, searches: number): Promise<void> {
  const filter = { kind: "substrings", attribute: "displayName", initial: null, any: ["nobody"], final: null } as const;
  const clients = await Promise.all(Array.from({ length: connections }, () => dialBound(port)));
  for (const client of clients)
    client.send(...Array.from({ length: searches }, (_, at) => request.search(at + 2, { base: WORLD_BASE, filter })));
  await withinTime(Promise.all(clients.map((client) => client.until(searches + 1))), "a scan was not answered");
  for (const client of clients) client.close();
}

/** StartTLS with something put behind it in clear text. @throws when the server answers it */
export async function injectBehindStartTls(port: number, count: number, random: Random): Promise<void> {
  for (let at = 0; at < count; at++) {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    const heard: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => heard.push(chunk));
    const behind = random.chance(0.5) ? request.bind(2, "", "") : Buffer.concat([Buffer.of(0x30), random.bytes(20)]);
    socket.write(Buffer.concat([request.extended(1, STARTTLS), behind.subarray(0, 1 + random.below(behind.length))]));
    await withinTime(closeOf(socket), "StartTLS with bytes behind it went on");
    const said = Buffer.concat(heard);
    // A notice of disconnection is all it may get.
    if (said.length > 0 && !said.includes("1.3.6.1.4.1.1466.20036")) throw new Error("StartTLS was answered");
  }
}

const closeOf = (socket: Socket) => once(socket, "close");

async function withinTime(work: Promise<unknown>, failure: string): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(failure)), 2 * HANG_MS);
  });
  await Promise.race([work, deadline]).finally(() => clearTimeout(late));
}
