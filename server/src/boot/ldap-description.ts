import { X509Certificate } from "node:crypto";
import type { LdapClient, LdapServing } from "../features/ldap-access/index.ts";
import { instantAt } from "../platform/clock/clock.ts";
import type { LdapServer } from "../protocols/ldap/index.ts";
import type { LdapCertificate } from "./ldap-certificate.ts";

/** A certificate as operators and clients look at it. */
export function describeCertificate({ source, current, refused }: LdapCertificate): LdapServing["certificate"] {
  const pem = current().cert;
  const x509 = new X509Certificate(pem);
  return {
    source,
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    names: (x509.subjectAltName ?? "").split(", ").flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []),
    notBefore: instantAt(Date.parse(x509.validFrom)),
    notAfter: instantAt(Date.parse(x509.validTo)),
    fingerprint: x509.fingerprint256,
    pem,
    refused: refused(),
  };
}

/** Node writes a part of a name a line, the root first. */
function oneLine(name: string): string {
  return name.split("\n").reverse().join(", ");
}

/** Who is connected. The protocol counts its time from the start of the process. */
export function describeConnections(server: LdapServer): readonly LdapClient[] {
  const toInstant = (at: number) => instantAt(Math.round(performance.timeOrigin + at));
  return server.connections().map(({ since, last, ...connection }) => ({
    ...connection,
    since: toInstant(since),
    last: last && { kind: last.kind, at: toInstant(last.at) },
  }));
}
