import { timingSafeEqual } from "node:crypto";
import type { Standing } from "../../core/ldap/viewer.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { hashTypedSecret } from "../../platform/crypto/typed-secret.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { beginAttempt } from "../access/index.ts";
import { appendAudit } from "../admin/index.ts";
import type { ServiceState } from "./access-reader.ts";
import type { Standings } from "./standings.ts";

export type ServiceBind =
  | { readonly kind: "bound"; readonly id: string; readonly standing: Standing }
  | { readonly kind: "refused" };

/** Checks the password of a service account that binds. Answers at once unless it is wrong. */
export type BindService = (name: string, password: string, address: string) => ServiceBind | Promise<ServiceBind>;

const NOBODYS = Buffer.alloc(32);

/**
 * Binding as a service account. Its password cannot be guessed, so it is compared by a plain hash, and wrong ones are counted
 * against the address but never lock an application out.
 */
export function makeServiceBind(db: OpenDatabase["kysely"], clock: Clock, standings: Standings): BindService {
  const compare = (name: string, password: string, address: string): ServiceBind | Promise<ServiceBind> => {
    const service = standings.findService(name);
    const right = timingSafeEqual(hashTypedSecret(password) ?? NOBODYS, service?.secretHash ?? NOBODYS);
    if (!service || !right) return refuse(name, service, address);
    return { kind: "bound", id: service.account.id, standing: standings.admitService(service) };
  };

  return (typedName, password, address) => {
    const name = typedName.toLowerCase();
    const settled = standings.settle();
    return settled === undefined
      ? compare(name, password, address)
      : settled.then(() => compare(name, password, address));
  };

  async function refuse(name: string, service: ServiceState | undefined, address: string): Promise<ServiceBind> {
    const attempt = await beginAttempt(db, `cn=${name},ou=services`, address, clock.now());
    if (attempt.ok)
      await appendAudit(db, {
        actor: { kind: "operator", id: null, name: service?.account.name ?? "unknown" },
        action: "ldap.bind_refused",
        objectKind: "ldap_service_account",
        objectId: service?.account.id ?? null,
        after: { address, why: service ? "wrong" : "unknown" },
      });
    return { kind: "refused" };
  }
}
