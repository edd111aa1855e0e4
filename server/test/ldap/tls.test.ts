import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BASE, openLdapStage, PASSWORD } from "./ldap-stage.ts";

const OPENSSL = "/usr/bin/openssl";
const WHOAMI = "/usr/bin/ldapwhoami";

describe.skipIf(!existsSync(WHOAMI) || !existsSync(OPENSSL))("LDAP over TLS", () => {
  let stage: Awaited<ReturnType<typeof openLdapStage>>;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "larkbridge-ldap-"));
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    execFileSync(
      OPENSSL,
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout ${key} -out ${cert}`.split(
        " ",
      ),
      { stdio: "ignore" },
    );
    const pair = { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
    const context = createSecureContext(pair);
    stage = await openLdapStage({ tls: { current: () => pair, context: () => context, onRenewed: () => undefined } });
  });
  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  });

  const me = ["-x", "-D", `uid=li.wei,ou=people,${BASE}`, "-w", PASSWORD];
  const whoami = (args: readonly string[]) =>
    new Promise<string>((resolve) => {
      const env = { ...process.env, LDAPTLS_CACERT: join(folder, "cert.pem") };
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
