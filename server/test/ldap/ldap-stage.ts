import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import type { ServiceAccount } from "../../src/core/ldap/viewer.ts";
import { startLdapView } from "../../src/features/directory/index.ts";
import { startLdapBinds } from "../../src/features/ldap-access/index.ts";
import { fixedClock } from "../../src/platform/clock/clock.ts";
import { hashPassword } from "../../src/platform/crypto/password.ts";
import type { LdapLimits } from "../../src/protocols/ldap/limits.ts";
import { type LdapTls, startLdapServer } from "../../src/protocols/ldap/listener.ts";
import type { TestCertificate } from "../support/certificate.ts";
import { openTestDatabase } from "../support/database.ts";

export const BASE = "dc=example,dc=com";
export const PASSWORD = "correct horse battery";

/** An application that is shown everything. */
const APP: ServiceAccount = {
  kind: "service",
  id: "1",
  name: "app",
  baseDn: null,
  attributes: null,
  groups: null,
};

export interface LdapStageOptions {
  readonly limits?: Partial<LdapLimits>;
  readonly tls?: LdapTls | null;
  readonly requireTls?: boolean;
  /** So many people more, in no department. */
  readonly crowd?: number;
  readonly allowUnchanged?: boolean;
}

/** A certificate that stays as it is. */
export async function staticTls({ certificatePath, keyPath }: TestCertificate): Promise<LdapTls> {
  const pair = { cert: await readFile(certificatePath, "utf8"), key: await readFile(keyPath, "utf8") };
  const context = createSecureContext(pair);
  return { current: () => pair, context: () => context, onRenewed: () => undefined };
}

/** LDAP on any free port over a real database with three people, two departments and a group. */
export async function openLdapStage(options: LdapStageOptions = {}) {
  const database = await openTestDatabase();
  const clock = fixedClock("2026-05-01T08:00:00.000Z");
  const db = database.kysely;
  const [root, leaf, group, hash] = [randomUUID(), randomUUID(), randomUUID(), await hashPassword(PASSWORD)];
  const ids = { wei: randomUUID(), na: randomUUID(), gone: randomUUID() };
  await db
    .insertInto("department")
    .values([
      { id: root, name: "研发部", origin: "built_in" },
      { id: leaf, name: "平台组", parent_id: root, origin: "built_in" },
    ])
    .execute();
  const person = (day: number, id: string, username: string, name: string) => ({
    id,
    created_at: new Date(`2026-01-0${day}`),
    username,
    name,
    email: `${username}@example.com`,
    origin: "built_in",
    password_hash: hash,
  });
  await db
    .insertInto("directory_user")
    .values([
      { ...person(1, ids.wei, "li.wei", "李伟"), employee_no: "E-1", mobile: "+8613800000001", leader_id: ids.na },
      person(2, ids.na, "wang.na", "王娜"),
      { ...person(3, ids.gone, "zhao.gone", "赵走"), status: "disabled", disabled_by: "operator" },
    ])
    .execute();
  const inDepartment = (user_id: string, department_id: string) => ({ user_id, department_id, origin: "built_in" });
  await db
    .insertInto("membership")
    .values([inDepartment(ids.wei, leaf), inDepartment(ids.na, root), inDepartment(ids.gone, leaf)])
    .execute();
  await db.insertInto("directory_group").values({ id: group, name: "VPN", description: "May dial in" }).execute();
  await db.insertInto("group_member").values({ group_id: group, user_id: ids.wei }).execute();

  await database.pool.query(
    `insert into directory_user (id, username, name, email, mobile, origin, created_at)
     select gen_random_uuid(), 'p' || n, '员工 ' || n, 'p' || n || '@example.com', '+86139' || lpad(n::text, 8, '0'), 'built_in', '2026-02-01'
     from generate_series(1, $1) n`,
    [options.crowd ?? 0],
  );

  const faults: unknown[] = [];
  const view = await startLdapView(database, BASE, (error) => faults.push(error));
  const onFault = (error: unknown) => void faults.push(error);
  const binds = await startLdapBinds({
    db,
    clock,
    allowUnchanged: options.allowUnchanged ?? false,
    declaredAppPasswordsOnly: undefined,
    onFault,
  });
  const tls = options.tls ?? null;
  const server = await startLdapServer({
    ports: {
      tree: view.tree,
      async bind(who, password, address) {
        return who.name === "app" && password === "app secret"
          ? { kind: "bound", standing: { principal: () => APP } }
          : binds.bind(who, password, address);
      },
      onFault,
    },
    settings: {
      baseDn: BASE,
      version: "0.0.0",
      startTls: tls !== null,
      requireTls: options.requireTls ?? false,
      sizeLimit: null,
    },
    host: "127.0.0.1",
    port: 0,
    tlsPort: 0,
    tls,
    ...(options.limits ? { limits: options.limits } : {}),
  });
  return {
    database,
    clock,
    view,
    binds,
    server,
    ids,
    departments: { root, leaf },
    group,
    faults,
    url: `ldap://127.0.0.1:${server.port}`,
    async close() {
      await server.stop();
      binds.stop();
      await view.stop();
      await database.close();
    },
  };
}
