/** How the long connection behaves; everything here can be switched while it runs. Times are seconds, as on the wire. */
export interface ConnectionSettings {
  pingInterval: number;
  reconnectInterval: number;
  reconnectNonce: number;
  /** -1 = without end. */
  reconnectCount: number;
  /** Connections one app may have (1000040350 beyond). */
  mostConnections: number;
  /** Payloads longer than this many bytes are sent in chunks. */
  chunkBytes: number;
  /** Chunks leave in the reverse of their order. */
  scrambleChunks: boolean;
  /** The last chunk of every set is kept back. */
  loseChunks: boolean;
  /** Whether pings are answered; without it a connection looks dead. */
  answerPings: boolean;
  /** What the endpoint answers instead of an address; null = an address. */
  endpointCode: number | null;
  /** Handshakes are refused with this status; null = they are not. */
  handshakeStatus: number | null;
}

export function defaultConnectionSettings(): ConnectionSettings {
  return {
    pingInterval: 120,
    reconnectInterval: 120,
    reconnectNonce: 30,
    reconnectCount: -1,
    mostConnections: 50,
    chunkBytes: 64 * 1024,
    scrambleChunks: false,
    loseChunks: false,
    answerPings: true,
    endpointCode: null,
    handshakeStatus: null,
  };
}

/** What clients are told with the address and with every pong. */
export function clientConfig(settings: ConnectionSettings) {
  return {
    ReconnectCount: settings.reconnectCount,
    ReconnectInterval: settings.reconnectInterval,
    ReconnectNonce: settings.reconnectNonce,
    PingInterval: settings.pingInterval,
  };
}
