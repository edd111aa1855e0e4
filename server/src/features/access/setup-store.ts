import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { hashPassword } from "../../platform/crypto/password.ts";
import type { DB } from "../../platform/db/schema.ts";
import { appendAudit } from "../admin/index.ts";
import { isLinkOpen, makeLink, spendLink, voidLinks } from "./one-time-link-store.ts";
import type { Settings, Setup } from "./ports.ts";
import { openSession } from "./session-store.ts";

const SYSTEM = { kind: "system", id: null, name: "set-up" } as const;

/** The first run: whoever holds the link printed at start makes the first owner (product.md 3.3, ux.md section 4). */
export function makeSetup(db: Kysely<DB>, clock: Clock, settings: Settings): Setup {
  return {
    isNeeded: () => isSetupNeeded(db),
    async setUp({ token, username, name, password, publicUrl, language }, client) {
      if (!(await isSetupNeeded(db))) return err({ code: "setup_done" });
      if (!(await isLinkOpen(db, "setup", token, clock.now()))) return err({ code: "link_invalid" });
      // Before the owner is made: an address that is refused can be mended in the form.
      const settled = await settings.change({ ...(publicUrl === null ? {} : { publicUrl }), language }, SYSTEM);
      if (!settled.ok) return settled;
      const phc = await hashPassword(password);
      const now = clock.now();
      return db.transaction().execute(async (tx) => {
        // The one order of locks of every writer of the directory; of two who set up at once, one comes first.
        await sql`select revision from directory_state for update`.execute(tx);
        if (!(await isSetupNeeded(tx))) return err({ code: "setup_done" as const });
        const taken = await tx
          .selectFrom("directory_user")
          .select("id")
          .where(sql`lower(username)`, "=", username)
          .executeTakeFirst();
        if (taken) return err({ code: "username_taken" as const, detail: { username } });
        if ((await spendLink(tx, "setup", token, now)) === undefined) return err({ code: "link_invalid" as const });
        await voidLinks(tx, "setup", null, now);
        const id = randomUUID() as UserId;
        await tx
          .insertInto("directory_user")
          .values({ id, username, name, origin: "built_in", role: "owner", password_hash: phc })
          .execute();
        await sql`update directory_state set revision = revision + 1`.execute(tx);
        await appendAudit(tx, {
          actor: { kind: "operator", id, name },
          action: "installation.set_up",
          objectKind: "user",
          objectId: id,
          after: { username, role: "owner", address: client.address },
        });
        return ok(await openSession(tx, id, "password", client, now));
      });
    },
  };
}

/** Whether nobody is an owner yet. */
async function isSetupNeeded(db: Kysely<DB>): Promise<boolean> {
  const owner = await db
    .selectFrom("directory_user")
    .select("id")
    .where("role", "=", "owner")
    .limit(1)
    .executeTakeFirst();
  return owner === undefined;
}

/** Makes the token of a set-up link, or null when there is an owner. The link is good until somebody uses it. */
export async function makeSetupToken(db: Kysely<DB>, now: Instant): Promise<string | null> {
  if (!(await isSetupNeeded(db))) return null;
  return makeLink(db, { purpose: "setup", userId: null, by: SYSTEM, now, expiresAt: null });
}
