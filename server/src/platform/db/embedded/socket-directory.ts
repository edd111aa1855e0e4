import { createHash } from "node:crypto";
import { chown, lstat, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseError, errorCodeOf } from "../errors.ts";
import type { Account } from "./account.ts";

/**
 * Makes the private directory of the server's Unix socket: short, because a socket path is limited to 107 bytes, and the
 * same for the same data directory, because the socket's lock file is a second guard against two servers on one directory.
 *
 * Only the account itself (and root) can enter it, which is the whole access control: the server trusts who gets in.
 *
 * @param dataDir the resolved path of the data directory
 * @throws DatabaseError `database_permission` when somebody else made that directory first
 */
export async function prepareSocketDirectory(dataDir: string, account: Account): Promise<string> {
  const hash = createHash("sha256").update(`${account.uid}:${dataDir}`).digest("hex").slice(0, 16);
  const directory = join("/tmp", `larkbridge-${hash}`);
  try {
    await mkdir(directory, { mode: 0o700 });
    if (account.dropRights) await chown(directory, account.uid, account.gid);
  } catch (error) {
    if (errorCodeOf(error) !== "EEXIST") throw error;
  }
  const found = await lstat(directory);
  if (found.isDirectory() && found.uid === account.uid && (found.mode & 0o077) === 0) return directory;
  throw new DatabaseError(
    "database_permission",
    `${directory}, where the database's socket belongs, was made by another account or is open to others.`,
    `Find out who made it, then remove it: rm -r ${directory}`,
  );
}
