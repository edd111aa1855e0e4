import type { MasterKey } from "./master-key.ts";
import { makeSecretBox, type SecretPlace } from "./secret-box.ts";

const KNOWN_TEXT = "larkbridge master key";
const PLACE: SecretPlace = { table: "installation", column: "key_check", row: "" };

/** Makes the value kept in `installation.key_check` (with `key_id`): known text under the installation's key. */
export function makeKeyCheck(key: MasterKey): string {
  return makeSecretBox(key, "key-check").seal(KNOWN_TEXT, PLACE);
}

/** Whether this is the key the value was made with. A wrong key is refused at start (product.md section 4). */
export function verifyKeyCheck(key: MasterKey, check: string): boolean {
  const opened = makeSecretBox(key, "key-check").open(check, PLACE);
  return opened.ok && opened.value === KNOWN_TEXT;
}
