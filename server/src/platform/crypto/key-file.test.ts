import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keyFilePath, readOrCreateKeyFile } from "./key-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "larkbridge-key-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("key file", () => {
  test("it stands beside the data directory", () => {
    expect(keyFilePath("/srv/larkbridge/data/")).toBe("/srv/larkbridge/data.key");
  });

  test("the first start makes it for its owner alone, the next start reads it", async () => {
    const path = join(folder, "new", "data.key");
    const first = await readOrCreateKeyFile(path);
    const second = await readOrCreateKeyFile(path);
    if (!first.ok || !second.ok) throw new Error("no key");
    expect(first.value.created).toBe(true);
    expect(second.value.created).toBe(false);
    expect(second.value.key.id).toBe(first.value.key.id);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, "new"))).toEqual(["data.key"]);
  });

  test("of many that start at once one makes it and all hold the same key", async () => {
    const path = join(folder, "data.key");
    const results = await Promise.all(Array.from({ length: 12 }, () => readOrCreateKeyFile(path)));
    const files = results.map((result) => (result.ok ? result.value : undefined));
    expect(new Set(files.map((file) => file?.key.id)).size).toBe(1);
    expect(files.filter((file) => file?.created)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(["data.key"]);
  });

  test("a file others may read is refused with the command that closes it", async () => {
    const path = join(folder, "data.key");
    await readOrCreateKeyFile(path);
    await chmod(path, 0o640);
    expect(await readOrCreateKeyFile(path)).toMatchObject({
      ok: false,
      error: { code: "key_file_too_open", cure: `Run: chmod 600 ${path}` },
    });
  });

  test("a file with something else in it is refused, not replaced, and not quoted", async () => {
    const path = join(folder, "data.key");
    await writeFile(path, "half a key", { mode: 0o600 });
    const result = await readOrCreateKeyFile(path);
    expect(result).toMatchObject({ ok: false, error: { code: "key_file_invalid" } });
    expect(JSON.stringify(result)).not.toContain("half a key");
    expect(await readFile(path, "utf8")).toBe("half a key");
  });

  test("a place that cannot hold a file is told with its cure", async () => {
    await mkdir(join(folder, "data.key"), { mode: 0o700 });
    expect(await readOrCreateKeyFile(join(folder, "data.key"))).toMatchObject({
      ok: false,
      error: { code: "key_file_unreadable" },
    });
    await symlink(join(folder, "nowhere"), join(folder, "broken"));
    expect(await readOrCreateKeyFile(join(folder, "broken", "data.key"))).toMatchObject({
      ok: false,
      error: { code: "key_file_unwritable" },
    });
  });
});
