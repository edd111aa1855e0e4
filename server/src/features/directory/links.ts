import { z } from "zod";
import type { Detail } from "../../core/kernel/failure.ts";
import type { OpenId, UnionId, UserId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { readLinkConflicts } from "./link-conflict-reader.ts";
import type { FeishuPerson, Links, PersonRef, ReadFeishuPerson } from "./link-ports.ts";
import { exportLinks, findKnownPerson, findMainConnection, readLinks } from "./link-reader.ts";
import { linkUser, unlinkUser } from "./link-store.ts";
import { findUser } from "./user-detail-reader.ts";

/** What a person's record must hold to be linked (feishu-contract.md, section 3). */
const recordSchema = z.object({
  union_id: z.string().min(1),
  open_id: z.string().min(1),
  user_id: z.string().min(1).nullish(),
});

/** A classified failure of Feishu, told from a bug by its shape. */
const sourceFailureSchema = z.object({
  code: z.string().startsWith("feishu_"),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
});

/** Makes the use cases about links. A person nobody here has seen is looked up in Feishu first. */
export function makeLinks({
  database,
  clock,
  readFeishuPerson,
}: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  readonly readFeishuPerson: ReadFeishuPerson;
}): Links {
  const { kysely } = database;
  const detailOf = async (id: UserId) => {
    const detail = await findUser(kysely, { kind: "id", id });
    return detail ? ok(detail) : err({ code: "user_not_found" as const });
  };

  async function findPerson(
    connectionId: string,
    person: PersonRef,
    signal: AbortSignal,
  ): Promise<
    Result<
      FeishuPerson | undefined,
      { code: "source_unreadable"; reasons: readonly { readonly code: string; readonly detail: Detail }[] }
    >
  > {
    const known = await findKnownPerson(kysely, connectionId, person);
    if (known !== undefined || person.kind === "union_id") return ok(known);
    try {
      const answer = await readFeishuPerson(connectionId, person.openId, signal);
      const record = answer.found ? recordSchema.safeParse(answer.record) : undefined;
      if (!record?.success) return ok(undefined);
      const { union_id, open_id, user_id } = record.data;
      return ok({ unionId: union_id as UnionId, openId: open_id as OpenId, feishuUserId: user_id ?? null });
    } catch (error) {
      const failure = sourceFailureSchema.safeParse(error);
      if (!failure.success) throw error;
      return err({ code: "source_unreadable", reasons: [failure.data] });
    }
  }

  return {
    async list(text, page) {
      const found = await readLinks(kysely, text, page);
      return found === undefined ? err({ code: "cursor_invalid" }) : ok(found);
    },
    export: (text) => exportLinks(kysely, text),
    readConflicts: () => readLinkConflicts(kysely),
    async link(user, named, takeOver, caller, signal) {
      const connectionId = await findMainConnection(kysely);
      if (connectionId === undefined) return err({ code: "integration_not_configured" });
      const person = await findPerson(connectionId, named, signal);
      if (!person.ok) return person;
      if (person.value === undefined) {
        const shown = named.kind === "open_id" ? named.openId : named.unionId;
        return err({ code: "feishu_person_not_found", detail: { person: shown } });
      }
      const linked = await linkUser(kysely, user, connectionId, person.value, takeOver, caller, clock.now());
      return linked.ok ? detailOf(linked.value) : linked;
    },
    async unlink(user, caller) {
      const unlinked = await unlinkUser(kysely, user, caller, clock.now());
      return unlinked.ok ? detailOf(unlinked.value) : unlinked;
    },
  };
}
