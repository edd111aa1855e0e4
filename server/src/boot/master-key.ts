import type { Settings } from "../config/settings.ts";
import { makeKeyCheck, verifyKeyCheck } from "../platform/crypto/key-check.ts";
import { keyFilePath, readOrCreateKeyFile } from "../platform/crypto/key-file.ts";
import { type MasterKey, parseMasterKey } from "../platform/crypto/master-key.ts";
import type { Logger } from "../platform/log/logger.ts";
import type { Secrets } from "../platform/log/secrets.ts";
import type { InstallationStore } from "./installation-store.ts";
import { StartFailure } from "./start-failure.ts";

/**
 * Finds the master key: the configuration's, else the file beside the data directory, which is made at the first start and
 * said aloud (product.md section 4). A configuration with its own database and no key was refused before this.
 */
export async function findMasterKey(settings: Settings, secrets: Secrets, log: Logger): Promise<MasterKey> {
  if (settings.master_key !== undefined) {
    const key = parseMasterKey(settings.master_key);
    if (key === null) throw new Error("the configuration let a malformed master key through");
    return key;
  }
  const file = await readOrCreateKeyFile(keyFilePath(settings.data_dir));
  if (!file.ok) throw new StartFailure(file.error.code, file.error.message, file.error.cure, 2);
  secrets.add(file.value.text.trim());
  if (file.value.created) {
    log.warn(
      { path: file.value.path },
      "made a master key; keep a copy where your backups are not, without it no stored secret opens",
    );
  }
  return file.value.key;
}

/**
 * Makes sure this is the key the database was set up with; the first start leaves the check value.
 *
 * @throws StartFailure `master_key_wrong`
 */
export async function checkMasterKey(installation: InstallationStore, key: MasterKey): Promise<void> {
  const stored =
    (await installation.readKeyCheck()) ??
    (await installation.writeKeyCheck({ keyId: key.id, check: makeKeyCheck(key) }));
  if (stored.keyId === key.id && verifyKeyCheck(key, stored.check)) return;
  throw new StartFailure(
    "master_key_wrong",
    `This master key (${key.id}) is not the one this database was set up with (${stored.keyId}).`,
    "Start with the key that belongs to this database: LARKBRIDGE_MASTER_KEY, or the .key file that lay beside the data directory.",
    2,
  );
}
