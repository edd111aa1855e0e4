import { once } from "node:events";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls, TLSSocket } from "node:tls";
import { Client, ResultCodeError } from "ldapts";
import { type LdapAddress, shownAddress } from "./address.ts";
import { LdapUnusable, reasonOf } from "./failure.ts";

export interface LdapTiming {
  readonly connectMs: number;
  /** For one operation. The connection ends with it, so what was in flight is unknown then. */
  readonly operationMs: number;
}

const USUAL_TIMING: LdapTiming = { connectMs: 10_000, operationMs: 120_000 };

export interface Connected {
  readonly client: Client;
  /** What the client speaks through. */
  readonly socket: Socket;
  readonly operationMs: number;
  /** SHA-256 of the server's certificate; null without TLS. */
  readonly fingerprint: string | null;
}

/**
 * Connects, sees whom it is connected to, and only then binds. A client is used up with its connection: what the library would
 * connect anew by itself would not be bound.
 *
 * @throws LdapUnusable
 */
export async function connectAndBind(address: LdapAddress, timing: LdapTiming = USUAL_TIMING): Promise<Connected> {
  const shown = shownAddress(address);
  const secured = address.tls.mode === "ldaps";
  const socket = await openSocket(address, timing, secured);
  let fingerprint = secured ? requireTrust(address, socket as TLSSocket) : null;
  let upgraded: TLSSocket | undefined;
  const client = new Client({
    url: `ldap://${shown.slice(shown.indexOf("://") + 3)}`,
    timeout: timing.operationMs,
    connectTimeout: timing.connectMs,
    createConnection: () => socket,
    createSecureConnection: ((options: ConnectionOptions) => {
      upgraded = connectTls(options);
      return upgraded;
    }) as typeof connectTls,
  });
  try {
    if (address.tls.mode === "starttls") {
      await client.startTLS(tlsOptions(address)).catch((error: unknown) => {
        throw new LdapUnusable("ldap_tls_failed", { address: shown, reason: reasonOf(error) }, error);
      });
      if (!(upgraded instanceof TLSSocket)) throw new LdapUnusable("ldap_tls_failed", { address: shown });
      fingerprint = requireTrust(address, upgraded);
    }
    await client.bind(address.bindDn, address.bindPassword).catch((error: unknown) => {
      const code = error instanceof ResultCodeError ? "ldap_bind_refused" : "ldap_protocol_failed";
      throw new LdapUnusable(code, { address: shown, reason: reasonOf(error) }, error);
    });
    return { client, socket: upgraded ?? socket, operationMs: timing.operationMs, fingerprint };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function tlsOptions({ host, tls }: LdapAddress): ConnectionOptions {
  return {
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ...(tls.ca === null ? {} : { ca: tls.ca }),
    // Judged right after the handshake, where the certificate can still be told to people.
    rejectUnauthorized: false,
  };
}

async function openSocket(address: LdapAddress, timing: LdapTiming, secured: boolean): Promise<Socket> {
  const { host, port } = address;
  const signal = AbortSignal.timeout(timing.connectMs);
  // Small writes follow each other without waiting for an answer in between.
  const plain = connectPlain({ host, port, noDelay: true });
  try {
    await once(plain, "connect", { signal });
  } catch (error) {
    plain.destroy();
    const reason = signal.aborted ? "no answer" : codeOf(error);
    throw new LdapUnusable("ldap_unreachable", { address: shownAddress(address), reason }, error);
  }
  if (!secured) return plain;
  try {
    const socket = connectTls({ ...tlsOptions(address), socket: plain });
    await once(socket, "secureConnect", { signal });
    return socket;
  } catch (error) {
    plain.destroy();
    const reason = signal.aborted ? "no answer" : codeOf(error);
    throw new LdapUnusable("ldap_tls_failed", { address: shownAddress(address), reason }, error);
  }
}

/** Ends the connection unless the certificate is the pinned one, or the authority and the name are right. Returns its fingerprint. */
function requireTrust(address: LdapAddress, socket: TLSSocket): string {
  const fingerprint = socket.getPeerX509Certificate()?.fingerprint256 ?? "";
  const pinned = address.tls.fingerprint;
  const same = (text: string) => text.replaceAll(":", "").toLowerCase();
  const trusted = pinned === null ? socket.authorized : same(pinned) === same(fingerprint) && fingerprint !== "";
  if (trusted) return fingerprint;
  socket.destroy();
  const reason = pinned === null ? String(socket.authorizationError) : "another certificate than the pinned one";
  throw new LdapUnusable(DISTRUST[reason] ?? "ldap_certificate_untrusted", {
    ...{ address: shownAddress(address), reason, fingerprint },
  });
}

/** What Node says of a certificate that has a cure of its own. */
const DISTRUST: Readonly<Record<string, LdapUnusable["code"]>> = {
  CERT_HAS_EXPIRED: "ldap_certificate_expired",
  CERT_NOT_YET_VALID: "ldap_certificate_expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "ldap_certificate_of_another_host",
};

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : reasonOf(error);
}
