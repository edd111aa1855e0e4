import type { UserId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { ExternalIdentity } from "../../core/signin/external-identity.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { actorOf, type UserPrincipal } from "../../platform/http/index.ts";
import { linkUser } from "../directory/index.ts";
import type { AccountName, FeishuEntry, Refusal } from "./ports.ts";

/** Links the account of whoever is signed in to the Feishu person they just proved to be (product.md 5.1: operators, too). */
export async function linkOwn(
  { db, clock, entry }: { readonly db: OpenDatabase["kysely"]; readonly clock: Clock; readonly entry: FeishuEntry },
  person: ExternalIdentity,
  principal: UserPrincipal | undefined,
): Promise<Result<AccountName, Refusal>> {
  if (!principal) return err({ code: "unauthenticated" });
  const connection = (await entry.findApp("integration"))?.connection;
  if (!connection) return err({ code: "feishu_sign_in_off" });
  if (connection.tenantKey !== null && connection.tenantKey !== person.tenantKey)
    return err({ code: "feishu_other_tenant" });
  if (connection.tenantKey === null) await entry.rememberTenant(connection.id, person.tenantKey);
  const id = principal.id as UserId;
  const by = { actor: actorOf(principal), mayTouchOwners: principal.role === "owner" };
  const linked = await linkUser(db, { kind: "id", id }, connection.id, person, false, by, clock.now());
  if (linked.ok) return ok({ id, name: principal.name, username: principal.username });
  const { code, detail } = linked.error;
  if (code === "user_already_linked") return err({ code: "account_linked_already" });
  if (code === "feishu_person_linked") return err({ code: "feishu_person_linked_elsewhere", detail });
  return err({ code });
}
