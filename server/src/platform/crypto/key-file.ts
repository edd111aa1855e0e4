import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, stat, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { type MasterKey, newMasterKey, parseMasterKey } from "./master-key.ts";

/**
 * - `key_file_too_open`: others than its owner may read it
 * - `key_file_invalid`: it holds something else than a key
 * - `key_file_unreadable`, `key_file_unwritable`: the system refused
 */
export interface KeyFileFailure {
  readonly code: "key_file_too_open" | "key_file_invalid" | "key_file_unreadable" | "key_file_unwritable";
  readonly message: string;
  readonly cure: string;
}

export interface KeyFile {
  readonly key: MasterKey;
  /** The key's text, for the log's registry of secrets. */
  readonly text: string;
  readonly path: string;
  /** Made just now: the operator must be told to keep it (without it nothing sealed opens again). */
  readonly created: boolean;
}

/** The key file's place: beside the data directory, never inside, so that a copy of the data is no copy of the key. */
export function keyFilePath(dataDir: string): string {
  return `${resolve(dataDir)}.key`;
}

/**
 * Reads the key file, or makes it (mode 0600, whole or not at all) when there is none. Of several processes that start at
 * once one makes the file and all use it.
 */
export async function readOrCreateKeyFile(path: string): Promise<Result<KeyFile, KeyFileFailure>> {
  const found = await readKeyFile(path);
  if (found !== null) return found;
  try {
    await mkdir(dirname(path), { recursive: true });
    const created = await writeNewFile(path, `${newMasterKey()}\n`);
    const made = await readKeyFile(path);
    if (made === null) throw new Error("it vanished right after it was made");
    return made.ok ? ok({ ...made.value, created }) : made;
  } catch (cause) {
    return err({
      code: "key_file_unwritable",
      message: `The master key file ${path} cannot be made: ${reason(cause)}.`,
      cure: "Let the account that runs Larkbridge write to that folder, or set LARKBRIDGE_MASTER_KEY_FILE or LARKBRIDGE_MASTER_KEY.",
    });
  }
}

/** `null` when there is no such file. */
async function readKeyFile(path: string): Promise<Result<KeyFile, KeyFileFailure> | null> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      return err({
        code: "key_file_too_open",
        message: `The master key file ${path} may be used by others than its owner (mode ${(mode & 0o777).toString(8)}).`,
        cure: `Run: chmod 600 ${path}`,
      });
    }
    const text = (await readFile(path, "utf8")).trim();
    const key = parseMasterKey(text);
    if (key !== null) return ok({ key, text, path, created: false });
    return err({
      code: "key_file_invalid",
      message: `The master key file ${path} does not hold 32 bytes in base64.`,
      cure: "Put back the key this installation was set up with; only on a new installation may you delete the file to have one made.",
    });
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return null;
    return err({
      code: "key_file_unreadable",
      message: `The master key file ${path} cannot be read: ${reason(cause)}.`,
      cure: "Let the account that runs Larkbridge own it.",
    });
  }
}

/** Writes aside and links: the name appears with its whole content, or not. Returns false when another was faster. */
async function writeNewFile(path: string, content: string): Promise<boolean> {
  const aside = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(aside, "wx", 0o600);
  try {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(aside, path);
  } catch (cause) {
    if (isCode(cause, "EEXIST")) return false;
    throw cause;
  } finally {
    await unlink(aside);
  }
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return true;
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}

/** The system's own word for what went wrong; file errors hold no secrets. */
function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
