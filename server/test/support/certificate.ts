import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const NAMES = `subjectAltName=DNS:localhost,DNS:${hostname()},IP:127.0.0.1`;

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
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    ...["-subj", `/CN=${name}`, "-addext", NAMES, "-keyout", keyPath, "-out", certificatePath],
  ]);
  return { certificatePath, keyPath, remove: () => rm(folder, { recursive: true }) };
}

/** A certificate that an authority of its own has signed. */
export interface SignedCertificate extends TestCertificate {
  readonly authorityPath: string;
}

/** Makes one as `makeCertificate` does, with the authority that signed it. */
export async function makeSignedCertificate(): Promise<SignedCertificate> {
  const authority = await makeCertificate("Test authority");
  const folder = await mkdtemp("/tmp/larkbridge-certificate-");
  const [certificatePath, keyPath] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    ...["-CA", authority.certificatePath, "-CAkey", authority.keyPath, "-subj", "/CN=localhost"],
    ...["-addext", NAMES, "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", keyPath, "-out", certificatePath],
  ]);
  const remove = async () => {
    await authority.remove();
    await rm(folder, { recursive: true });
  };
  return { certificatePath, keyPath, authorityPath: authority.certificatePath, remove };
}
