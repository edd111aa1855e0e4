import { generateKeyPair, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import { promisify } from "node:util";
import type { Instant } from "../../core/kernel/ids.ts";

/** A certificate that stands for itself, and its private key; both PEM. */
export interface SelfMadeCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

const RSA_WITH_SHA256 = "1.2.840.113549.1.1.11";
const COMMON_NAME = "2.5.4.3";
const SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

/**
 * Makes a certificate for host names and addresses, signed with its own key (RFC 5280). RSA, since appliances that speak LDAPS
 * know nothing else; an authority for itself alone, so that clients can put it into their trust store.
 */
export async function makeSelfMadeCertificate(
  names: readonly string[],
  from: Instant,
  until: Instant,
): Promise<SelfMadeCertificate> {
  // Needed once in the life of an installation.
  const [{ AsnConvert, OctetString }, x509] = await Promise.all([
    import("@peculiar/asn1-schema"),
    import("@peculiar/asn1-x509"),
  ]);
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const algorithm = new x509.AlgorithmIdentifier({ algorithm: RSA_WITH_SHA256, parameters: null });
  const commonName = new x509.AttributeTypeAndValue({
    type: COMMON_NAME,
    value: new x509.AttributeValue({ utf8String: `Larkbridge LDAP (${names[0]})`.slice(0, 64) }),
  });
  const name = new x509.Name([new x509.RelativeDistinguishedName([commonName])]);
  const extension = (extnID: string, critical: boolean, value: object) =>
    new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
  const { digitalSignature, keyEncipherment, keyCertSign } = x509.KeyUsageFlags;
  const alternatives = names.map(
    (one) => new x509.GeneralName(isIP(one) === 0 ? { dNSName: one } : { iPAddress: one }),
  );
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    // Positive, and no leading zero.
    serialNumber: Uint8Array.of(1, ...randomBytes(15)).buffer,
    signature: algorithm,
    issuer: name,
    validity: new x509.Validity({ notBefore: new Date(from), notAfter: new Date(until) }),
    subject: name,
    subjectPublicKeyInfo: AsnConvert.parse(
      publicKey.export({ type: "spki", format: "der" }),
      x509.SubjectPublicKeyInfo,
    ),
    extensions: new x509.Extensions([
      extension(x509.id_ce_basicConstraints, true, new x509.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
      extension(x509.id_ce_keyUsage, true, new x509.KeyUsage(digitalSignature | keyEncipherment | keyCertSign)),
      extension(x509.id_ce_extKeyUsage, false, new x509.ExtendedKeyUsage([SERVER_AUTHENTICATION])),
      extension(x509.id_ce_subjectAltName, false, new x509.SubjectAlternativeName(alternatives)),
    ]),
  });
  const signature = sign("sha256", Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey);
  const certificate = new x509.Certificate({
    tbsCertificate,
    signatureAlgorithm: algorithm,
    signatureValue: Uint8Array.from(signature).buffer,
  });
  const der = Buffer.from(AsnConvert.serialize(certificate));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    certificate: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
