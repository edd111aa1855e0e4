import { routes } from "@larkbridge/contract";
import { composeProvisioning } from "../../src/boot/provisioning.ts";
import type { Result } from "../../src/core/kernel/result.ts";
import { profiles } from "../../src/core/ldap/relations/profiles.ts";
import type { Relation } from "../../src/core/ldap/relations/relation.ts";
import { makeLdapRelations, makeReadRelations, startLdapView } from "../../src/features/directory/index.ts";
import { makeProvisioning } from "../../src/features/provisioning/index.ts";
import type { LdapRun, NewTarget } from "../../src/features/provisioning/ports.ts";
import type { Clock } from "../../src/platform/clock/clock.ts";
import { type MasterKey, newMasterKey, parseMasterKey } from "../../src/platform/crypto/master-key.ts";
import { makeSecretBox } from "../../src/platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";

/** An OpenLDAP server to write to, without TLS. */
export interface WritableServer {
  readonly port: number;
  readonly suffix: string;
  readonly rootDn: string;
  readonly rootPassword: string;
}

const ACTOR = { kind: "operator", id: null, name: "tests" } as const;

/** How a server is reached by its own administrator. */
export const addressOf = ({ port, rootDn, rootPassword }: WritableServer) => ({
  ...{ host: "127.0.0.1", port, bindDn: rootDn, bindPassword: rootPassword },
  tls: { mode: "none", ca: null, fingerprint: null } as const,
});

/** Provisioning put together as the product does, in this process, with one target; `unserved` is without LDAP of our own. */
export async function openOneTarget(
  parts: {
    readonly database: OpenDatabase;
    readonly clock: Clock;
    readonly relations?: readonly Relation[];
    readonly unserved?: boolean;
    readonly onError: (message: string, error: unknown) => void;
  },
  server: WritableServer,
  over: Partial<NewTarget> = {},
) {
  const declared = parts.relations ?? profiles.default;
  const onFault = (error: unknown) => parts.onError("the served tree", error);
  const view = parts.unserved
    ? null
    : await startLdapView(parts.database, server.suffix, onFault, makeReadRelations(declared));
  const deps = composeProvisioning({
    ...{ ...parts, served: view },
    box: makeSecretBox(parseMasterKey(newMasterKey()) as MasterKey, "stored-secret"),
    ldapRelations: makeLdapRelations({
      ...parts,
      baseDn: server.suffix,
      declared,
      readUnreadable: async () => null,
    }),
  });
  const provisioning = makeProvisioning(deps);
  const wanted = routes.createLdapTarget.body.parse({
    ...{ name: "slapd", host: "127.0.0.1", port: server.port, tls: { mode: "none" } },
    ...{ bind_dn: server.rootDn, bind_password: server.rootPassword, base_dn: server.suffix },
    ...{ create_base: true, schedule: { kind: "manual" } },
    ...over,
  }) as NewTarget;
  const made = await provisioning.create(wanted, ACTOR);
  if (!made.ok) throw new Error(made.error.code);
  const { id } = made.value;
  const settled = async (started: Result<LdapRun, { readonly code: string }>): Promise<LdapRun> => {
    if (!started.ok) throw new Error(started.error.code);
    await deps.active.ended(started.value.id as never);
    return (await provisioning.findRun(id, started.value.id)) as LdapRun;
  };
  return {
    ...{ deps, provisioning, settled, targetId: id, operator: ACTOR },
    run: async () => settled(await provisioning.run(id, ACTOR)),
    preview: async () => settled(await provisioning.preview(id, ACTOR)),
    view,
    async stop() {
      await deps.active.stop();
      await view?.stop();
    },
  };
}
