import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Config } from "../config/load.ts";
import type { Logger } from "../platform/log/logger.ts";
import { StartFailure } from "./start-failure.ts";

/** The certificate LDAPS and StartTLS show, read again when its file changes. */
export interface LdapCertificate {
  readonly current: () => { readonly cert: string; readonly key: string };
  readonly context: () => SecureContext;
  onRenewed(tell: () => void): void;
  close(): void;
}

/** How often the file is looked at: certificates are renewed weeks before they end. */
const LOOK_EVERY_MS = 5_000;

/** Null when none is configured: LDAP is then served in clear text only. @throws StartFailure */
export async function openLdapCertificate(
  { certificate_path: certificate, private_key_path: privateKey }: Config["ldap"],
  log: Logger,
): Promise<LdapCertificate | null> {
  if (certificate === undefined || privateKey === undefined) return null;
  const read = async () => {
    const [cert, key] = await Promise.all([readFile(certificate, "utf8"), readFile(privateKey, "utf8")]);
    return { cert, key, context: createSecureContext({ cert, key }) };
  };
  let held: Awaited<ReturnType<typeof read>>;
  try {
    held = await read();
  } catch (cause) {
    throw new StartFailure(
      "ldap_certificate_unusable",
      `The LDAP certificate ${certificate} with the key ${privateKey} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Name a certificate and its private key, both PEM, that this account may read.",
      1,
      { cause },
    );
  }
  const tellers: (() => void)[] = [];
  const changed = () => {
    void read().then(
      (renewed) => {
        held = renewed;
        for (const tell of tellers) tell();
        log.info({ certificate }, "the LDAP certificate was read again");
      },
      // Half of a renewal: the other file follows, and until then the old pair serves.
      (error: unknown) => log.warn({ err: error, certificate }, "the new LDAP certificate cannot be used yet"),
    );
  };
  for (const file of [certificate, privateKey])
    watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, changed);
  return {
    current: () => ({ cert: held.cert, key: held.key }),
    context: () => held.context,
    onRenewed: (tell) => void tellers.push(tell),
    close: () => {
      for (const file of [certificate, privateKey]) unwatchFile(file, changed);
    },
  };
}
