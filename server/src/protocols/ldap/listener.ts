import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type SecureContext } from "node:tls";
import { BerWriter } from "../../platform/ldap-wire/ber-writer.ts";
import { type AddressList, makeAddressList } from "./address-list.ts";
import { type Connection, type ConnectionState, serveConnection } from "./connection.ts";
import { type LdapLimits, LIMITS } from "./limits.ts";
import type { LdapPorts, LdapSettings } from "./ports.ts";
import { makeScanPlaces } from "./scan-places.ts";

export interface ListenerOptions {
  readonly ports: LdapPorts;
  readonly settings: LdapSettings;
  readonly host: string;
  readonly port: number;
  /** Null: no LDAPS. */
  readonly tlsPort: number | null;
  /** Null without a certificate. */
  readonly tls: LdapTls | null;
  /** Addresses and networks from which one address may have more connections than others; null: none. */
  readonly manyConnectionsFrom?: string | null;
  readonly limits?: Partial<LdapLimits>;
}

/** A certificate that may be renewed while we run. */
export interface LdapTls {
  readonly current: () => { readonly cert: string; readonly key: string };
  readonly context: () => SecureContext;
  onRenewed(tell: () => void): void;
}

export interface LdapServer {
  readonly port: number;
  readonly tlsPort: number | null;
  /** Who is connected, in the order they came; each with a number of its own. */
  connections(): readonly (ConnectionState & { readonly id: number })[];
  stop(): Promise<void>;
}

const SWEEP_MS = 1000;

/** Listens for LDAP and LDAPS. @throws what the system says about an address that cannot be had */
export async function startLdapServer(options: ListenerOptions): Promise<LdapServer> {
  const limits = { ...LIMITS, ...options.limits };
  const { ports, settings, tls } = options;
  const now = () => performance.now();
  const writer = new BerWriter();
  const scans = makeScanPlaces(limits.scans);
  const connections = new Map<Connection, number>();
  let accepted = 0;
  const sockets = new Set<Socket>();
  const ofAddress = new Map<string, number>();
  const isListed: AddressList = options.manyConnectionsFrom
    ? makeAddressList(options.manyConnectionsFrom)
    : () => false;

  /** Counts a socket in, before any TLS: a handshake takes a place as well. False: it was one too many. */
  const admit = (socket: Socket): boolean => {
    const address = socket.remoteAddress ?? "";
    const count = ofAddress.get(address) ?? 0;
    const isTooMany = count >= limits.connectionsOfOneAddress && !isListed(address);
    if (sockets.size >= limits.connections || isTooMany) {
      socket.on("error", () => undefined).destroy();
      return false;
    }
    ofAddress.set(address, count + 1);
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      const left = (ofAddress.get(address) ?? 1) - 1;
      if (left > 0) ofAddress.set(address, left);
      else ofAddress.delete(address);
    });
    return true;
  };
  const serve = (socket: Socket, secure: boolean) => {
    const secureContext = () => tls?.context() ?? null;
    const onClose = (connection: Connection) => void connections.delete(connection);
    const parts = { ports, settings, writer, scans, now, limits, secureContext, onClose };
    connections.set(serveConnection(parts, socket, secure), ++accepted);
  };

  const plain = createServer({ noDelay: true }, (socket) => {
    if (admit(socket)) serve(socket, false);
  });
  const handshakes =
    tls && options.tlsPort !== null
      ? createTlsServer({ ...tls.current(), handshakeTimeout: limits.messageMs }, (socket) => serve(socket, true))
          // Node tells of a handshake that failed or took too long, and leaves its socket open.
          .on("tlsClientError", (_error, socket) => void socket.destroy())
      : null;
  tls?.onRenewed(() => handshakes?.setSecureContext(tls.current()));
  const secured =
    handshakes &&
    createServer({ noDelay: true }, (socket) => {
      if (admit(socket)) handshakes.emit("connection", socket);
    });
  const servers: Server[] = secured ? [plain, secured] : [plain];
  const sweep = setInterval(
    () => {
      const at = now();
      for (const connection of connections.keys()) connection.checkDeadlines(at);
    },
    Math.min(SWEEP_MS, limits.messageMs),
  ).unref();

  async function stop(): Promise<void> {
    clearInterval(sweep);
    const closed = servers.map((server) => new Promise<void>((resolve) => void server.close(() => resolve())));
    for (const connection of connections.keys()) connection.dismiss();
    // What was said last may still be on its way; nobody waits for who does not read.
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, SWEEP_MS).unref();
    await Promise.all(closed);
    clearTimeout(cut);
  }

  try {
    const port = await listen(plain, options.host, options.port);
    const tlsPort = secured && options.tlsPort !== null ? await listen(secured, options.host, options.tlsPort) : null;
    const describe = () => [...connections].map(([connection, id]) => ({ id, ...connection.describe() }));
    return { port, tlsPort, connections: describe, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a listening socket has an address");
  return address.port;
}
