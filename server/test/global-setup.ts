import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../src/platform/db/embedded/embedded-postgres.ts";
import { migrateDatabase } from "../src/platform/db/migrate.ts";
import { onDatabase } from "./support/database-url.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A server for this run: where databases are made from, and the migrated template to make them of. */
    testServer: { url: string; template: string };
  }
}

/**
 * Starts one PostgreSQL for the whole run and migrates one template, of which every test file clones its own database.
 * LARKBRIDGE_PG_BIN_DIR runs the suite on another PostgreSQL's programs, LARKBRIDGE_TEST_DATABASE_URL on a running server.
 */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env["LARKBRIDGE_TEST_DATABASE_URL"];
  const server = running === undefined ? await startOwnServer() : { url: running, stop: async () => undefined };
  const template = `larkbridge_template_${process.pid}`;
  try {
    await administer(server.url, `create database ${template}`);
    await migrateDatabase({ url: onDatabase(server.url, template) });
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("testServer", { url: server.url, template });
  return async () => {
    await administer(server.url, `drop database ${template}`);
    await server.stop();
  };
}

async function startOwnServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  // Not the system's temporary directory of the moment: the data must outlive nothing and be short to name.
  const directory = await mkdtemp("/tmp/larkbridge-tests-");
  const log: string[] = [];
  try {
    const server = await startEmbeddedPostgres({
      dataDir: join(directory, "postgres"),
      binDir: process.env["LARKBRIDGE_PG_BIN_DIR"],
      durable: false,
      log: (line) => log.push(line),
    });
    const stop = async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    };
    return { url: server.url, stop };
  } catch (error) {
    console.error(log.join("\n"));
    await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    throw error;
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
