import { readFile, stat } from "node:fs/promises";
import { DatabaseError, errorCodeOf } from "../errors.ts";

/** The operating-system account PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** Set when we are root and must hand files over and drop rights; PostgreSQL itself refuses to run as root. */
  readonly dropRights: boolean;
}

/**
 * Decides the account PostgreSQL runs as: ourselves, or when we are root the owner of an existing data directory, else
 * `nobody`. Following the owner lets root start once by hand what a service account normally runs, without breaking it.
 *
 * @throws DatabaseError `database_account_missing` when we are root and there is no `nobody`.
 */
export async function chooseAccount(dataDir: string): Promise<Account> {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) return { uid, gid, dropRights: false };
  const owner = await ownerOf(dataDir);
  if (owner !== undefined && owner.uid !== 0) return { ...owner, dropRights: true };
  return { ...(await findNobody()), dropRights: true };
}

/** Options for `child_process` that start a program as this account. */
export function spawnAs(account: Account): { uid?: number; gid?: number } {
  return account.dropRights ? { uid: account.uid, gid: account.gid } : {};
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    // Whatever is wrong with the path is said where the directory is prepared.
    if (["ENOENT", "ENOTDIR"].includes(errorCodeOf(error) ?? "")) return undefined;
    throw error;
  }
}

async function findNobody(): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile("/etc/passwd", "utf8");
  for (const line of passwd.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name === "nobody" && uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new DatabaseError(
    "database_account_missing",
    "PostgreSQL refuses to run as root, and this machine has no account named nobody to run it as.",
    "Start Larkbridge as an ordinary user, or set LARKBRIDGE_DATABASE_URL to an existing PostgreSQL.",
  );
}
