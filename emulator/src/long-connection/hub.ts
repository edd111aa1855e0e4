import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { BoundedMap } from "../bounded-map.ts";
import type { Clock } from "../clock.ts";
import type { PushOutcome } from "../events/outcome.ts";
import { Connection, SERVICE_ID } from "./connection.ts";
import { defaultConnectionSettings } from "./connection-settings.ts";

/** Where the socket is reached. */
const SOCKET_PATH = "/ws/v2";

const MOST_TICKETS = 10_000;

/** The long connections of all apps: hands out tickets, admits sockets, gives each push to one connection (9). */
export class Hub {
  readonly settings = defaultConnectionSettings();
  readonly #clock: Clock;
  readonly #tickets = new BoundedMap<string, string>(MOST_TICKETS);
  readonly #connections = new Set<Connection>();
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  #made = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  connectionsOf(appId: string): Connection[] {
    return [...this.#connections].filter((connection) => connection.appId === appId);
  }

  /** An address good for one connection. `service_id` is not the first key: the official client could not read it there. */
  addressFor(appId: string, host: string): string {
    const ticket = randomBytes(16).toString("hex");
    this.#tickets.set(ticket, appId);
    this.#made += 1;
    const query = new URLSearchParams({
      fpid: "493",
      aid: "552564",
      device_id: String(7_000_000_000_000_000_000n + BigInt(this.#made)),
      access_key: randomBytes(16).toString("hex"),
      service_id: String(SERVICE_ID),
      ticket,
    });
    return `ws://${host}${SOCKET_PATH}?${query}`;
  }

  /** Takes an upgrade request; refusals carry the handshake headers of the platform. */
  admit(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? "/", "http://localhost");
    const ticket = url.searchParams.get("ticket") ?? "";
    const appId = url.pathname === SOCKET_PATH ? this.#tickets.get(ticket) : undefined;
    const { handshakeStatus, mostConnections } = this.settings;
    if (handshakeStatus !== null) refuse(socket, handshakeStatus, 0, "refused");
    else if (appId === undefined) refuse(socket, 403, 514, "ticket invalid");
    else if (this.connectionsOf(appId).length >= mostConnections) refuse(socket, 403, 1000040350, "too many");
    else this.#welcome(appId, ticket, request, socket, head);
  }

  #welcome(appId: string, ticket: string, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#tickets.delete(ticket);
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#made += 1;
      const connection = new Connection(`c${this.#made}`, appId, this.#clock.now(), client, this.settings);
      this.#connections.add(connection);
      client.on("close", () => this.#connections.delete(connection));
      client.on("error", () => client.terminate());
    });
  }

  /** Gives a push to one connection of the app, whichever comes. */
  push(appId: string, body: string, deadline: AbortSignal): Promise<PushOutcome> {
    const connections = this.connectionsOf(appId);
    const chosen = connections[Math.floor(Math.random() * connections.length)];
    return chosen?.push(body, deadline) ?? Promise.resolve({ kind: "failed", cause: "no_connection" });
  }

  /** After a reset: the same behaviour as at the start, and nobody connected for an app that is gone. */
  reset(appIds: ReadonlySet<string>): void {
    Object.assign(this.settings, defaultConnectionSettings());
    for (const connection of this.#connections) if (!appIds.has(connection.appId)) connection.disconnect(true);
  }

  close(): void {
    for (const connection of this.#connections) connection.disconnect(true);
  }
}

function refuse(socket: Duplex, status: number, code: number, message: string): void {
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nHandshake-Status: ${status}\r\nHandshake-Msg: ${message}\r\n` +
      `Handshake-Autherrcode: ${code}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
