import type { Kysely } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { DB } from "../../platform/db/schema.ts";
import { actorOf } from "../../platform/http/index.ts";
import { unlinkUser } from "../directory/index.ts";
import { getAccount } from "./account-reader.ts";
import type { OwnLink } from "./ports.ts";

/** The tie between one's own account and a Feishu person. */
export function makeOwnLink(db: Kysely<DB>, clock: Clock): OwnLink {
  return {
    async unlink(principal) {
      const { passwordHash } = await getAccount(db, principal.id);
      if (passwordHash === null) return err({ code: "own_link_last_way_in" });
      const by = { actor: actorOf(principal), mayTouchOwners: principal.role === "owner" };
      const unlinked = await unlinkUser(db, { kind: "id", id: principal.id as UserId }, by, clock.now());
      return unlinked.ok ? ok(null) : err({ code: "own_link_not_found" });
    },
  };
}
