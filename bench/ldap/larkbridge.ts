import { join } from "node:path";
import { hashPassword } from "../../server/src/platform/crypto/password.ts";
import { hashTypedSecret } from "../../server/src/platform/crypto/typed-secret.ts";
import { copyRows } from "../../server/src/platform/db/copy-rows.ts";
import { startEmbeddedPostgres } from "../../server/src/platform/db/embedded/embedded-postgres.ts";
import { openDatabase } from "../../server/src/platform/db/open-database.ts";
import { TOKEN } from "../support/installation.ts";
import { type Running, startProgram } from "../support/processes.ts";
import { BASE, type Company } from "./directory.ts";

/** A server with LDAP on its embedded database, and how long it took until it was ready. */
export interface Larkbridge extends Running {
  readonly ldapPort: number;
  readonly readyMs: number;
}

export async function startLarkbridge(folder: string): Promise<Larkbridge> {
  const begun = performance.now();
  let ldapUrl = "";
  const env = {
    LARKBRIDGE_DATA_DIR: join(folder, "data"),
    LARKBRIDGE_HTTP_PORT: "0",
    LARKBRIDGE_API_TOKEN: TOKEN,
    LARKBRIDGE_LOG_LEVEL: "warn",
    LARKBRIDGE_LDAP_ENABLED: "true",
    LARKBRIDGE_LDAP_PORT: "0",
    LARKBRIDGE_LDAPS_PORT: "0",
    LARKBRIDGE_LDAP_BASE_DN: BASE,
  };
  const running = await startProgram("server/bin/larkbridge.js", ["serve", "--json"], env, (line) => {
    if (!line.startsWith('{"url"')) return null;
    const said = JSON.parse(line) as { url: string; ldap_url: string };
    ldapUrl = said.ldap_url;
    return said.url;
  });
  return { ...running, ldapPort: Number(new URL(ldapUrl).port), readyMs: performance.now() - begun };
}

/** Writes a company into the database of a server that was stopped. */
export async function fillDatabase(folder: string, { people, groups }: Company, password: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, "data", "postgres"),
    durable: true,
    log: () => undefined,
  });
  const database = openDatabase({ url: postgres.url, onIdleError: () => undefined });
  const client = await database.pool.connect();
  try {
    const hash = await hashPassword(password);
    await client.query("begin; set local statement_timeout = 0");
    await copyRows(
      client,
      "directory_user",
      {
        id: "value",
        username: "value",
        name: "value",
        email: "value",
        mobile: "value",
        employee_no: "value",
        job_title: "value",
        origin: "value",
        password_hash: "value",
      },
      people.map(({ id, uid, name, mail, mobile, employeeNumber, title }) => ({
        id,
        username: uid,
        name,
        email: mail,
        mobile,
        employee_no: employeeNumber,
        job_title: title,
        origin: "built_in",
        password_hash: hash,
      })),
    );
    await copyRows(
      client,
      "ldap_person",
      { user_id: "value", uid_number: "value" },
      people.map(({ id, uidNumber }) => ({ user_id: id, uid_number: uidNumber })),
    );
    const departments = groups.filter(({ kind }) => kind === "department");
    const made = groups.filter(({ kind }) => kind === "group");
    await copyRows(
      client,
      "department",
      { id: "value", name: "value", origin: "value" },
      departments.map(({ id, name }) => ({ id, name, origin: "built_in" })),
    );
    await copyRows(
      client,
      "directory_group",
      { id: "value", name: "value" },
      made.map(({ id, name }) => ({ id, name })),
    );
    await copyRows(
      client,
      "ldap_group",
      { kind: "value", object_id: "value", slug: "value", gid_number: "value" },
      groups.flatMap(({ id, kind, slug, gids }) =>
        gids.map((gid, at) => ({ kind: at === 0 ? kind : "department_all", object_id: id, slug, gid_number: gid })),
      ),
    );
    await copyRows(
      client,
      "membership",
      { user_id: "value", department_id: "value", is_primary: "value", origin: "value" },
      departments.flatMap(({ id, members }) =>
        members.map((person) => ({ user_id: person.id, department_id: id, is_primary: true, origin: "built_in" })),
      ),
    );
    await copyRows(
      client,
      "group_member",
      { group_id: "value", user_id: "value" },
      made.flatMap(({ id, members }) => members.map((person) => ({ group_id: id, user_id: person.id }))),
    );
    await client.query(
      "insert into ldap_service_account (name, everyone, secret_hash, secret_changed_at) values ('bench', true, $1, now())",
      [hashTypedSecret(password)],
    );
    await client.query("update directory_state set revision = revision + 1; commit; analyze");
  } finally {
    client.release(true);
    await database.close();
    await postgres.stop();
  }
}
