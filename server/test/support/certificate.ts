import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A self-signed certificate in files, which is its own authority. */
export interface TestCertificate {
  readonly certificatePath: string;
  readonly keyPath: string;
  remove(): Promise<void>;
}

/** Makes one for this machine under all its names: libldap checks the name an address resolves to. */
export async function makeCertificate(name = "localhost"): Promise<TestCertificate> {
  const folder = await mkdtemp("/tmp/larkbridge-certificate-");
  const [certificatePath, keyPath] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const names = `subjectAltName=DNS:localhost,DNS:${hostname()},IP:127.0.0.1`;
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    ...["-subj", `/CN=${name}`, "-addext", names, "-keyout", keyPath, "-out", certificatePath],
  ]);
  return { certificatePath, keyPath, remove: () => rm(folder, { recursive: true }) };
}
