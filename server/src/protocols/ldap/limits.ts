/** What connections may use of us. */
export interface LdapLimits {
  readonly connections: number;
  readonly connectionsOfOneAddress: number;
  /** Octets of a message before and after a bind. */
  readonly messageBeforeBind: number;
  readonly messageAfterBind: number;
  /** Messages of one connection that may wait, and their octets; beyond it is not read from. */
  readonly waiting: number;
  readonly waitingOctets: number;
  /** Octets that may wait to be sent; beyond it searches pause. */
  readonly unsent: number;
  /** A message, and a TLS handshake, must be complete within this. */
  readonly messageMs: number;
  readonly idleMs: number;
  /** Who has taken none of what waits for them in this time is cut off. */
  readonly unreadMs: number;
  readonly scans: number;
}

export const LIMITS: LdapLimits = {
  connections: 2000,
  connectionsOfOneAddress: 64,
  messageBeforeBind: 64 * 1024,
  messageAfterBind: 1024 * 1024,
  waiting: 256,
  waitingOctets: 1024 * 1024,
  unsent: 1024 * 1024,
  messageMs: 10_000,
  idleMs: 15 * 60_000,
  unreadMs: 60_000,
  scans: 2,
};
