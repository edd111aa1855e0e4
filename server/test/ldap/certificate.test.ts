import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, writeFile } from "node:fs/promises";
import { connect } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { type LdapCertificate, openLdapCertificate } from "../../src/boot/ldap-certificate.ts";
import { describeCertificate } from "../../src/boot/ldap-description.ts";
import { fixedClock } from "../../src/platform/clock/clock.ts";
import { createLogger } from "../../src/platform/log/logger.ts";
import { Secrets } from "../../src/platform/log/secrets.ts";
import { makeCertificate, type TestCertificate } from "../support/certificate.ts";
import { request, STARTTLS } from "../support/ldap-frames.ts";
import { dialLdap } from "../support/ldap-wire-client.ts";
import { configOf } from "../support/load-config.ts";
import { openMemoryLdap } from "../support/memory-ldap.ts";

/** A certificate in files, renewed while it is served. */
const NOW = "2026-05-01T08:00:00.000Z";
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function open() {
  const files = await makeCertificate("first");
  const next = await makeCertificate("second");
  opened.push(files.remove, next.remove);
  const lines: string[] = [];
  const log = createLogger({ level: "info", secrets: new Secrets(), out: { write: (line) => lines.push(line) } });
  const env = {
    LARKBRIDGE_LDAP_CERTIFICATE_PATH: files.certificatePath,
    LARKBRIDGE_LDAP_PRIVATE_KEY_PATH: files.keyPath,
  };
  const none = () => Promise.reject(new Error("there are files"));
  const certificate = await openLdapCertificate(configOf({ env }).ldap, none, log, fixedClock(NOW), 10);
  opened.push(certificate.close);
  const served = await openMemoryLdap({ tls: certificate });
  opened.push(served.close);
  return { files, next, lines, certificate, served };
}

/** The common name a client is shown. */
async function shown(port: number | null): Promise<string> {
  const socket = connect({ port: port ?? 0, host: "127.0.0.1", rejectUnauthorized: false });
  const name = await new Promise<string>((resolve, reject) => {
    socket.once("error", reject).once("secureConnect", () => resolve(String(socket.getPeerCertificate().subject.CN)));
  });
  socket.destroy();
  return name;
}

async function replace(files: TestCertificate, by: TestCertificate): Promise<void> {
  await copyFile(by.keyPath, files.keyPath);
  await copyFile(by.certificatePath, files.certificatePath);
}

const nameOf = (certificate: LdapCertificate) => new X509Certificate(certificate.current().cert).subject;

describe.skipIf(!existsSync("/usr/bin/openssl"))("the files of a certificate", () => {
  test("are read again when they change, for LDAPS and StartTLS alike, and connections stay", async () => {
    const { files, next, certificate, served, lines } = await open();
    expect(await shown(served.server.tlsPort)).toBe("first");
    const before = await dialLdap(served.server.port);
    opened.push(before.close);
    await replace(files, next);
    await expect.poll(() => nameOf(certificate), { timeout: 10_000 }).toBe("CN=second");
    expect(await shown(served.server.tlsPort)).toBe("second");
    before.send(request.extended(1, STARTTLS));
    await before.until(1);
    await before.secure(certificate.current().cert);
    expect(lines.join("")).toContain("was read again");
    expect(certificate.refused()).toBeNull();
  });

  test("keep the certificate before them served when they cannot be used, and say so until they can", async () => {
    const { files, next, certificate, served, lines } = await open();
    await writeFile(files.certificatePath, "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
    await expect.poll(() => certificate.refused(), { timeout: 10_000 }).not.toBeNull();
    expect(await shown(served.server.tlsPort)).toBe("first");
    expect(lines.join("")).toContain("cannot be used yet");
    expect(describeCertificate(certificate)).toMatchObject({ subject: "CN=first", refused: { at: NOW } });
    await replace(files, next);
    await expect.poll(() => nameOf(certificate), { timeout: 10_000 }).toBe("CN=second");
    expect(describeCertificate(certificate)).toMatchObject({ subject: "CN=second", refused: null });
    expect(await shown(served.server.tlsPort)).toBe("second");
  });

  test("are refused when the key is another certificate's", async () => {
    const { files, next, certificate } = await open();
    await copyFile(next.certificatePath, files.certificatePath);
    await expect.poll(() => certificate.refused(), { timeout: 10_000 }).not.toBeNull();
    expect(nameOf(certificate)).toBe("CN=first");
  });
});
