import { chooseUsername } from "../../core/directory/username.ts";
import { deriveId } from "../../core/kernel/derive-id.ts";
import type { UserId } from "../../core/kernel/ids.ts";
import type { PlanTools } from "../../core/sync/plan-context.ts";
import type { SourceDepartment, SourceUser, SyncTarget } from "../../core/sync/snapshot.ts";
import type { PeopleScope } from "../directory/index.ts";

/**
 * Says which accounts of the directory can matter to a plan about a few people: theirs, any they could be mistaken for, and
 * those of their leaders and of the leaders of the departments read with them.
 */
export function peopleScope(
  target: SyncTarget,
  people: readonly SourceUser[],
  departments: readonly SourceDepartment[],
  tools: PlanTools,
): PeopleScope {
  const asked = target.kind === "users" ? target.openIds : [];
  const named = people.flatMap(({ openId, leaderOpenId }) =>
    leaderOpenId === null ? [openId] : [openId, leaderOpenId],
  );
  return {
    unionIds: people.map(({ unionId }) => unionId),
    openIds: [...new Set([...asked, ...named, ...departments.flatMap(({ leaderOpenIds }) => leaderOpenIds)])],
    emails: people.flatMap(({ email }) => (email === null ? [] : [email])),
    userIds: people.map(({ unionId }) => deriveId(tools.hash, `user:${unionId}`, () => false) as UserId),
    usernames: people.flatMap(({ name, email, unionId }) => {
      const choose = (address: string | null) =>
        chooseUsername({ email: address, name: name ?? "", key: unionId }, tools.romanize, tools.hash, () => false);
      // Should the address turn out unfit, the name is used.
      return email === null ? [choose(null)] : [choose(email), choose(null)];
    }),
  };
}
