import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate, type TestCertificate } from "../support/certificate.ts";
import { BASE, openLdapStage, PASSWORD, staticTls } from "./ldap-stage.ts";

const OPENSSL = "/usr/bin/openssl";
const WHOAMI = "/usr/bin/ldapwhoami";

describe.skipIf(!existsSync(WHOAMI) || !existsSync(OPENSSL))("LDAP over TLS", () => {
  let stage: Awaited<ReturnType<typeof openLdapStage>>;
  let certificate: TestCertificate;
  beforeAll(async () => {
    certificate = await makeCertificate();
    stage = await openLdapStage({ tls: await staticTls(certificate) });
  });
  afterAll(async () => {
    await stage.close();
    await certificate.remove();
  });

  const me = ["-x", "-D", `uid=li.wei,ou=people,${BASE}`, "-w", PASSWORD];
  const whoami = (args: readonly string[]) =>
    new Promise<string>((resolve) => {
      const env = { ...process.env, LDAPTLS_CACERT: certificate.certificatePath };
      execFile(WHOAMI, [...args, ...me], { timeout: 15_000, env }, (_error, out, err) => resolve(`${out}${err}`));
    });

  test("StartTLS and LDAPS carry a bind, for clients that check the certificate", async () => {
    const expected = `dn:uid=li.wei,ou=people,${BASE}\n`;
    expect(await whoami(["-ZZ", "-H", stage.url])).toBe(expected);
    expect(await whoami(["-H", `ldaps://127.0.0.1:${stage.server.tlsPort}`])).toBe(expected);
  });

  test("bytes put behind StartTLS in clear text end the connection", async () => {
    const startTls = Buffer.from("301d02010177188016312e332e362e312e342e312e313436362e3230303337", "hex");
    const socket = connect(stage.server.port, "127.0.0.1");
    await once(socket, "connect");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.write(Buffer.concat([startTls, Buffer.from("300c020102600702010304008000", "hex")]));
    await once(socket, "close");
    expect(Buffer.concat(chunks)).toHaveLength(0);
    expect(stage.faults).toEqual([]);
  });
});
