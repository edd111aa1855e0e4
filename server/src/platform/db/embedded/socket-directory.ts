import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { chown, lstat, mkdir, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DatabaseError, errorCodeOf } from "../errors.ts";
import type { Account } from "./account.ts";

/** The superuser and the database of the embedded server; both are ours alone. */
export const embeddedRole = "larkbridge";

/**
 * The connection URL of the embedded server of a data directory, running or not. It holds no password: who may connect is
 * decided by the mode of the socket's directory.
 */
export function embeddedDatabaseUrl(dataDir: string): string {
  return `postgresql://${embeddedRole}@${encodeURIComponent(socketDirectoryOf(dataDir))}/${embeddedRole}`;
}

/** The parent's links are resolved, so that one directory has one name however it is reached. */
function socketDirectoryOf(dataDir: string): string {
  const absolute = resolve(dataDir);
  const real = join(realpathSync(dirname(absolute)), basename(absolute));
  return join("/tmp", `larkbridge-${createHash("sha256").update(real).digest("hex").slice(0, 16)}`);
}

/**
 * Makes the private directory of the server's Unix socket: short, because a socket path is limited to 107 bytes, and the
 * same for the same data directory, because the socket's lock file is a second guard against two servers on one directory.
 *
 * Only the account itself (and root) can enter it, which is the whole access control: the server trusts who gets in.
 *
 * @throws DatabaseError `database_permission` when somebody else made that directory first
 */
export async function prepareSocketDirectory(dataDir: string, account: Account): Promise<string> {
  const directory = socketDirectoryOf(dataDir);
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

/** Removes the socket's directory after the server ended, unless another server is already using it. */
export async function removeSocketDirectory(directory: string): Promise<void> {
  try {
    await rmdir(directory);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST", "ENOENT"].includes(errorCodeOf(error) ?? "")) throw error;
  }
}
