import { parseMasterKey } from "../../server/src/platform/crypto/master-key.ts";
import { makeSecretBox, type SecretBox } from "../../server/src/platform/crypto/secret-box.ts";

/** Of this bench's databases, which live as long as it runs. */
const KEY = Buffer.alloc(32, "bench").toString("base64");

export function benchBox(): SecretBox {
  const key = parseMasterKey(KEY);
  if (key === null) throw new Error("the bench's master key has another form");
  return makeSecretBox(key, "stored-secret");
}
