import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { audit, lockRow, stopRuns } from "./connection-change-store.ts";
import { shownInAudit } from "./connection-store.ts";
import type { Consequences } from "./ports.ts";
import { endFeishuSignIns } from "./sign-in-ending-store.ts";

export interface Removed {
  readonly unlinkedUsers: number;
  readonly unlinkedDepartments: number;
}

export interface RemovalStore {
  readConsequences(connectionId: string): Promise<Consequences>;
  /**
   * Takes the connection and its secret away. Links become tombstones, so that a later set-up finds the same people again
   * (product.md 5.7); people and departments stay. Runs under way stop, held ones are rejected.
   */
  remove(connectionId: string, actor: Actor): Promise<Removed>;
}

export function makeRemovalStore(db: Kysely<Database>): RemovalStore {
  return {
    async readConsequences(id) {
      const { rows } = await sql<{
        users: number;
        without_password: number;
        feishu_sessions: number;
        operators: number;
        departments: number;
        waiting: number;
        running: number;
      }>`
        select
          (select count(*) from linked_identity where connection_id = ${id}::uuid and unlinked_at is null) as users,
          (select count(*) from linked_identity l join directory_user u on u.id = l.user_id
            where l.connection_id = ${id}::uuid and l.unlinked_at is null and u.status = 'active'
              and u.password_hash is null) as without_password,
          (select count(*) from session where method = 'feishu' and revoked_at is null and expires_at > now()) as feishu_sessions,
          (select count(*) from directory_user where role in ('owner', 'administrator') and status = 'active'
            and password_hash is not null) as operators,
          (select count(*) from department_link where connection_id = ${id}::uuid and unlinked_at is null) as departments,
          (select count(*) from sync_run where connection_id = ${id}::uuid and status = 'waiting_for_approval') as waiting,
          (select count(*) from sync_run where connection_id = ${id}::uuid and status = 'running') as running
      `.execute(db);
      const row = rows[0];
      if (!row) throw new Error("a query without a table gave no row");
      return {
        linkedUsers: Number(row.users),
        linkedUsersWithoutPassword: Number(row.without_password),
        feishuSessions: Number(row.feishu_sessions),
        operatorsWithPassword: Number(row.operators),
        linkedDepartments: Number(row.departments),
        waitingRuns: Number(row.waiting),
        running: Number(row.running) > 0,
      };
    },
    remove: (id, actor) =>
      db.transaction().execute(async (tx) => {
        // The revision's row is the directory's lock, taken first as blocks of a run do: none is half written when links go.
        await sql`select revision from directory_state for update`.execute(tx);
        const before = await lockRow(tx, id);
        const now = new Date();
        const users = await tx
          .updateTable("linked_identity")
          .set({ unlinked_at: now })
          .where("connection_id", "=", id)
          .where("unlinked_at", "is", null)
          .executeTakeFirstOrThrow();
        const departments = await tx
          .updateTable("department_link")
          .set({ unlinked_at: now })
          .where("connection_id", "=", id)
          .where("unlinked_at", "is", null)
          .executeTakeFirstOrThrow();
        // Links that go end what they opened; people who never had one may still have a session of that sort.
        await endFeishuSignIns(tx, null);
        await stopRuns(tx, id);
        await sql`
          update sync_run set status = 'rejected', decided_by = ${JSON.stringify(actor)}::jsonb, decided_at = ${now},
            finished_at = coalesce(finished_at, ${now}),
            reasons = '[{"code": "rejected_by_operator", "detail": {}}]'::jsonb || reasons
          where connection_id = ${id}::uuid and status = 'waiting_for_approval'`.execute(tx);
        await tx
          .updateTable("feishu_connection")
          .set({
            removed_at: now,
            updated_at: now,
            owns_sync: false,
            app_secret: "",
            event_encrypt_key: null,
            event_verification_token: null,
            last_diagnosis: null,
          })
          .where("id", "=", id)
          .execute();
        await sql`update directory_state set revision = revision + 1`.execute(tx);
        const removed = {
          unlinkedUsers: Number(users.numUpdatedRows),
          unlinkedDepartments: Number(departments.numUpdatedRows),
        };
        await audit(tx, actor, "integration.removed", id, shownInAudit(before), {
          unlinked_users: removed.unlinkedUsers,
          unlinked_departments: removed.unlinkedDepartments,
        });
        return removed;
      }),
  };
}
