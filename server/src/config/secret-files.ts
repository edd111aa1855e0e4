import { fileErrorCode, type ReadFile } from "./config-file.ts";
import type { ConfigKey } from "./keys.ts";
import type { ConfigMistake } from "./mistakes.ts";
import { readUtf8 } from "./utf8.ts";

/** Far above any key or password, and small enough to read without a thought. */
const MAX_BYTES = 64 * 1024;

export type SecretFile =
  | { readonly secret: string; readonly mistake?: undefined }
  | { readonly secret?: undefined; readonly mistake: ConfigMistake };

/**
 * Reads a secret from a file of its own; the line end that editors and `echo` leave behind is not part of it.
 *
 * @param source the key or variable that names the file
 */
export function readSecretFile(file: string, source: { path: string; where: string }, readFile: ReadFile): SecretFile {
  const refuse = (code: ConfigMistake["code"], message: string, cure: string) => ({
    mistake: { code, ...source, message, cure },
  });
  let bytes: Uint8Array;
  try {
    bytes = readFile(file);
  } catch (cause) {
    return refuse(
      "config_secret_file_unreadable",
      `The file for ${source.path}, ${file}, cannot be read (${fileErrorCode(cause)}).`,
      "Check the path, and let the account that runs Larkbridge read it.",
    );
  }
  const secret = bytes.length > MAX_BYTES ? null : (readUtf8(bytes)?.replace(/\r?\n$/, "") ?? null);
  if (secret !== null && secret !== "" && !/[\r\n\0]/.test(secret)) return { secret };
  return refuse(
    "config_secret_file_invalid",
    `The file for ${source.path}, ${file}, does not hold one line of text.`,
    "Write the secret alone into it, as UTF-8.",
  );
}

export function givenTwice(key: Pick<ConfigKey, "path">, where: string): ConfigMistake {
  return {
    code: "config_secret_given_twice",
    path: key.path,
    where,
    message: `${key.path} and ${key.path}_file are both set.`,
    cure: "Keep one of the two.",
  };
}

export function noPath(key: Pick<ConfigKey, "path">, where: string): ConfigMistake {
  return {
    code: "config_value_invalid",
    path: `${key.path}_file`,
    where,
    message: `${key.path}_file must be the path of a file.`,
    cure: "Write the path as text, in quotes if need be.",
  };
}
