import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openLdapSession, probeLdap } from "../../src/connectors/ldap/index.ts";
import type { Instant } from "../../src/core/kernel/ids.ts";
import { makeSelfMadeCertificate } from "../../src/platform/crypto/self-made-certificate.ts";
import { makeCertificate, makeSignedCertificate, type SignedCertificate } from "../support/certificate.ts";
import { SLAPD, type Slapd, startSlapd } from "../support/slapd.ts";
import { openProvisioningStage } from "./provisioning-stage.ts";

const OPENSSL = "/usr/bin/openssl";
type Mode = "ldaps" | "starttls";
interface Trust {
  readonly ca?: string;
  readonly fingerprint?: string;
}

const portOf = (mode: Mode, { url, tlsUrl }: Slapd) => Number(new URL((mode === "ldaps" ? tlsUrl : url) ?? "").port);
const addressOf = (mode: Mode, server: Slapd, { ca, fingerprint }: Trust) => ({
  ...{ host: "127.0.0.1", port: portOf(mode, server), bindDn: server.rootDn, bindPassword: server.rootPassword },
  tls: { mode, ca: ca ?? null, fingerprint: fingerprint ?? null },
});

/** A slapd of its own with a certificate that stands for itself. */
async function startWith(names: readonly string[], from: string, until: string) {
  const made = await makeSelfMadeCertificate(
    names,
    `${from}T00:00:00.000Z` as Instant,
    `${until}T00:00:00.000Z` as Instant,
  );
  const folder = await mkdtemp("/tmp/larkbridge-certificate-");
  onTestFinished(() => rm(folder, { recursive: true }));
  const [certificatePath, keyPath] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  await writeFile(certificatePath, made.certificate);
  await writeFile(keyPath, made.privateKey, { mode: 0o600 });
  const server = await startSlapd({ tls: { certificatePath, keyPath } });
  onTestFinished(() => server.stop());
  return { server, certificate: made.certificate };
}

describe.skipIf(!existsSync(SLAPD) || !existsSync(OPENSSL))("an external LDAP server over TLS", () => {
  let certificate: SignedCertificate;
  let slapd: Slapd;
  let ca: string;
  beforeAll(async () => {
    certificate = await makeSignedCertificate();
    ca = await readFile(certificate.authorityPath, "utf8");
    slapd = await startSlapd({ tls: certificate });
    const session = await openLdapSession(addressOf("ldaps", slapd, { ca }));
    await session.add(slapd.suffix, { objectClass: ["dcObject", "organization"], dc: ["example"], o: ["x"] });
    await session.close();
  });
  afterAll(async () => {
    await slapd.stop();
    await certificate.remove();
  });

  describe.each(["ldaps", "starttls"] as const)("by %s", (mode) => {
    test("is filled with the authority's certificate, and a second run finds nothing to do", async () => {
      const tls = { mode, ca, fingerprint: null };
      const stage = await openProvisioningStage(slapd, {
        ...{ port: portOf(mode, slapd), tls, base_dn: `ou=${mode},${slapd.suffix}` },
      });
      onTestFinished(() => stage.close());
      expect(await stage.run()).toMatchObject({ status: "succeeded", counts: { people: { created: 2, failed: 0 } } });
      expect(await stage.run()).toMatchObject({ status: "succeeded", verdict: "empty" });
    });

    test("is trusted by the fingerprint of its own certificate, and by no other", async () => {
      const { fingerprint256: fingerprint } = new X509Certificate(await readFile(certificate.certificatePath));
      const session = await openLdapSession(addressOf(mode, slapd, { fingerprint }));
      expect(session.fingerprint).toBe(fingerprint);
      await session.close();
      const another = fingerprint.replace(/^../, fingerprint.startsWith("00") ? "01" : "00");
      await expect(openLdapSession(addressOf(mode, slapd, { fingerprint: another }))).rejects.toMatchObject({
        code: "ldap_certificate_untrusted",
        detail: { fingerprint, reason: "another certificate than the pinned one" },
      });
    });

    test("is refused when its authority is unknown, or another's", async () => {
      const other = await makeCertificate();
      onTestFinished(() => other.remove());
      for (const trust of [{}, { ca: await readFile(other.certificatePath, "utf8") }])
        await expect(openLdapSession(addressOf(mode, slapd, trust))).rejects.toMatchObject({
          code: "ldap_certificate_untrusted",
        });
    });

    test("is refused when the certificate stands for itself, until it is entered", async () => {
      const { server, certificate: own } = await startWith(["127.0.0.1"], "2026-01-01", "2036-01-01");
      await expect(openLdapSession(addressOf(mode, server, {}))).rejects.toMatchObject({
        code: "ldap_certificate_untrusted",
        detail: { reason: "DEPTH_ZERO_SELF_SIGNED_CERT" },
      });
      await (await openLdapSession(addressOf(mode, server, { ca: own }))).close();
    });

    test("is refused when the certificate names another host, or is out of its time", async () => {
      const elsewhere = await startWith(["ldap.example.com"], "2026-01-01", "2036-01-01");
      await expect(
        openLdapSession(addressOf(mode, elsewhere.server, { ca: elsewhere.certificate })),
      ).rejects.toMatchObject({ code: "ldap_certificate_of_another_host" });
      const expired = await startWith(["127.0.0.1"], "2020-01-01", "2021-01-01");
      const address = addressOf(mode, expired.server, { ca: expired.certificate });
      await expect(openLdapSession(address)).rejects.toMatchObject({
        code: "ldap_certificate_expired",
        detail: { reason: "CERT_HAS_EXPIRED" },
      });
      const probed = await probeLdap(address, {
        ...({ baseDn: slapd.suffix, createBase: false, groupClass: "groupOfNames" } as const),
        ...({ memberOfExpected: false, scheme: "none" } as const),
      });
      expect(probed).toMatchObject({
        server: null,
        findings: [{ severity: "error", code: "ldap_certificate_expired" }],
      });
    });
  });

  test("is refused when there is no TLS where it is expected", async () => {
    const plain = await startSlapd();
    onTestFinished(() => plain.stop());
    const address = addressOf("starttls", plain, { ca });
    for (const mode of ["starttls", "ldaps"] as const)
      await expect(openLdapSession({ ...address, tls: { ...address.tls, mode } })).rejects.toMatchObject({
        code: "ldap_tls_failed",
      });
  });
});
