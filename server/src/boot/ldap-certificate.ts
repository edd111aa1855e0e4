import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Config } from "../config/load.ts";
import type { Instant } from "../core/kernel/ids.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { Logger } from "../platform/log/logger.ts";
import { StartFailure } from "./start-failure.ts";

/** The certificate LDAPS and StartTLS show, read again when it changes. */
export interface LdapCertificate {
  readonly source: "files" | "self_made";
  readonly current: () => { readonly cert: string; readonly key: string };
  readonly context: () => SecureContext;
  /** The last one that was to replace it and cannot be used; null once one can. */
  readonly refused: () => { readonly at: Instant; readonly reason: string } | null;
  onRenewed(tell: () => void): void;
  close(): void;
}

/** Where certificates come from. */
interface Source {
  readonly kind: LdapCertificate["source"];
  read(): Promise<{ readonly cert: string; readonly key: string }>;
  /** Calls back whenever there may be another one. Returns what ends that. */
  watch(changed: () => void): () => void;
}

/** How often files are looked at: certificates are renewed weeks before they end. */
const LOOK_EVERY_MS = 5_000;
/** And how often one of our own. */
const ASK_EVERY_MS = 12 * 60 * 60_000;

/**
 * Opens the certificate the configuration names; without one, that which the installation made for itself.
 *
 * @throws StartFailure for files that cannot be used
 */
export async function openLdapCertificate(
  { certificate_path: certificate, private_key_path: privateKey }: Config["ldap"],
  getSelfMade: () => Promise<{ readonly certificate: string; readonly privateKey: string }>,
  log: Logger,
  clock: Clock,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<LdapCertificate> {
  if (certificate === undefined || privateKey === undefined) return open(selfMade(getSelfMade), log, clock);
  try {
    return await open(files(certificate, privateKey, lookEveryMs), log, clock);
  } catch (cause) {
    throw new StartFailure(
      "ldap_certificate_unusable",
      `The LDAP certificate ${certificate} with the key ${privateKey} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Name a certificate and its private key, both PEM, that this account may read.",
      1,
      { cause },
    );
  }
}

function files(certificate: string, privateKey: string, interval: number): Source {
  return {
    kind: "files",
    async read() {
      const [cert, key] = await Promise.all([readFile(certificate, "utf8"), readFile(privateKey, "utf8")]);
      return { cert, key };
    },
    watch(changed) {
      const both = [certificate, privateKey];
      for (const file of both) watchFile(file, { interval, persistent: false }, changed);
      return () => {
        for (const file of both) unwatchFile(file, changed);
      };
    },
  };
}

function selfMade(get: () => Promise<{ readonly certificate: string; readonly privateKey: string }>): Source {
  return {
    kind: "self_made",
    async read() {
      const { certificate: cert, privateKey: key } = await get();
      return { cert, key };
    },
    watch(changed) {
      const timer = setInterval(changed, ASK_EVERY_MS).unref();
      return () => clearInterval(timer);
    },
  };
}

async function open(source: Source, log: Logger, clock: Clock): Promise<LdapCertificate> {
  const read = async () => {
    const { cert, key } = await source.read();
    return { cert, key, context: createSecureContext({ cert, key }) };
  };
  let held = await read();
  let refused: ReturnType<LdapCertificate["refused"]> = null;
  const tellers: (() => void)[] = [];
  const close = source.watch(() => {
    void read().then(
      (renewed) => {
        refused = null;
        if (renewed.cert === held.cert && renewed.key === held.key) return;
        held = renewed;
        for (const tell of tellers) tell();
        log.info({ source: source.kind }, "the LDAP certificate was read again");
      },
      // Half of a renewal: the other file follows, and until then the old pair serves.
      (error: unknown) => {
        refused = { at: clock.now(), reason: error instanceof Error ? error.message : String(error) };
        log.warn({ err: error, source: source.kind }, "the new LDAP certificate cannot be used yet");
      },
    );
  });
  return {
    source: source.kind,
    current: () => ({ cert: held.cert, key: held.key }),
    context: () => held.context,
    refused: () => refused,
    onRenewed: (tell) => void tellers.push(tell),
    close,
  };
}
