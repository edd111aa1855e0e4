import type { Failure } from "../../core/kernel/failure.ts";
import { err, ok } from "../../core/kernel/result.ts";
import { findAttributeType } from "../../core/ldap/attribute-types.ts";
import { dnKey, keyOfDn, parseDn } from "../../core/ldap/dn.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { newTypedSecret } from "../../platform/crypto/typed-secret.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { ServiceAccountChanges, ServiceAccounts } from "./ports.ts";
import { readServiceAccounts } from "./service-account-reader.ts";
import {
  deleteServiceAccount,
  insertServiceAccount,
  updateServiceAccount,
  writeServicePassword,
} from "./service-account-store.ts";

/** Makes the use cases about accounts that applications search with (ldap.md 3.2, product.md 3.5). */
export function makeServiceAccounts(db: OpenDatabase["kysely"], clock: Clock, ourBaseDn: string): ServiceAccounts {
  return {
    list: () => readServiceAccounts(db),
    async create(wanted, actor) {
      const misfit = findMisfit(wanted, ourBaseDn);
      if (misfit) return err(misfit);
      const secret = newTypedSecret();
      const made = await insertServiceAccount(db, settle(wanted), secret.hash, actor, clock.now());
      return made.ok ? ok({ account: made.value, password: secret.text }) : made;
    },
    async update(id, changes, actor) {
      const misfit = findMisfit(changes, ourBaseDn);
      return misfit ? err(misfit) : updateServiceAccount(db, id, settle(changes), actor, clock.now());
    },
    async replacePassword(id, actor) {
      const secret = newTypedSecret();
      const written = await writeServicePassword(db, id, secret.hash, actor, clock.now());
      return written.ok ? ok({ account: written.value, password: secret.text }) : written;
    },
    remove: (id, actor) => deleteServiceAccount(db, id, actor),
  };
}

/** A base that is none of ours, or attributes that nobody is ever shown. */
function findMisfit(
  { baseDn, attributes }: ServiceAccountChanges,
  ourBaseDn: string,
): Failure<"ldap_base_dn_outside" | "ldap_attribute_unknown"> | undefined {
  if (typeof baseDn === "string") {
    const key = keyOfDn(baseDn);
    const ours = dnKey(parseDn(ourBaseDn) ?? []);
    if (key !== ours && !key?.endsWith(`,${ours}`))
      return { code: "ldap_base_dn_outside", detail: { base_dn: baseDn, ours: ourBaseDn } };
  }
  const unknown = (attributes ?? []).filter((name) => findAttributeType(name) === undefined);
  return unknown.length > 0 ? { code: "ldap_attribute_unknown", detail: { attributes: unknown } } : undefined;
}

/** Attributes by their first names, each once: those the viewer is asked by. */
function settle<Changes extends ServiceAccountChanges>(changes: Changes): Changes {
  if (!changes.attributes) return changes;
  const names = changes.attributes.map((name) => findAttributeType(name)?.name ?? name);
  return { ...changes, attributes: [...new Set(names)] };
}
