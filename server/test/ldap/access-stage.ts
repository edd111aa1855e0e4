import type { Actor } from "../../src/core/kernel/actor.ts";
import { parseFilter } from "../../src/core/ldap/filter-text.ts";
import { makeUsers } from "../../src/features/directory/index.ts";
import { makeLdapAccess } from "../../src/features/ldap-access/index.ts";
import { request, WHOAMI } from "../support/ldap-frames.ts";
import { codeOf, dialLdap, entriesOf } from "../support/ldap-wire-client.ts";
import { BASE, openLdapStage } from "./ldap-stage.ts";

export const OPERATOR: Actor = { kind: "operator", id: "00000000-0000-4000-8000-000000000001", name: "root" };
export const personDn = (username: string) => `uid=${username},ou=people,${BASE}`;
export const serviceDn = (name: string) => `cn=${name},ou=services,${BASE}`;

/** The LDAP stage with what its routes call, and connections that stay open. */
export async function openAccountsStage(options: Parameters<typeof openLdapStage>[0] = {}) {
  const stage = await openLdapStage(options);
  const { database, clock, binds, view } = stage;
  const users = makeUsers({ database, clock });
  const access = makeLdapAccess({
    db: database.kysely,
    clock,
    settings: { host: "127.0.0.1", baseDn: BASE, requireTls: false },
    findUser: (user) => users.find(user),
    readAppPasswordsOnly: async () => binds.standings.appPasswordsOnly(),
    served: {
      binds,
      tree: view.tree,
      addresses: { url: stage.url, ldapsUrl: stage.url },
      describe: () => Promise.reject(new Error("nobody asks")),
    },
  });

  /** Somebody who stays connected. */
  async function connect() {
    const client = await dialLdap(stage.server.port);
    let id = 0;
    return {
      async bind(dn: string, password: string) {
        client.send(request.bind(++id, dn, password));
        return codeOf(await client.until(id));
      },
      /** Whom it acts as: nobody has no attribute that is shown. */
      async search(filter: string, attributes: readonly string[] = ["1.1"], base = BASE) {
        const parsed = parseFilter(filter);
        if (parsed === undefined) throw new Error(`not a filter: ${filter}`);
        client.send(request.search(++id, { base, filter: parsed, attributes }));
        const answers = await client.until(id);
        const entries = entriesOf(answers);
        return {
          code: codeOf(answers),
          entries,
          names: entries
            .map(({ dn }) => dn.replace(`,${BASE}`, ""))
            .filter((dn) => dn !== BASE && !/^ou=\w+$/.test(dn)),
        };
      },
      async whoAmI() {
        client.send(request.extended(++id, WHOAMI));
        return codeOf(await client.until(id));
      },
      close: () => client.close(),
    };
  }

  async function bindOnce(dn: string, password: string) {
    const connection = await connect();
    const code = await connection.bind(dn, password);
    connection.close();
    return code;
  }

  return {
    ...stage,
    ...access,
    users,
    connect,
    bindOnce,
    /** Changes the database as another process would, and lets this one notice. */
    async change(statement: string) {
      await database.pool.query(statement);
      await binds.standings.check();
    },
    async makeServiceAccount(name: string, part: object = {}) {
      const made = await access.serviceAccounts.create({ name, ...part }, OPERATOR);
      if (!made.ok) throw new Error(made.error.code);
      await binds.standings.check();
      return { id: made.value.account.id, password: made.value.password, dn: serviceDn(name) };
    },
  };
}
