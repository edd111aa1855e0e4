import { chooseUsername } from "../../core/directory/username.ts";
import { deriveId, type Hash } from "../../core/kernel/derive-id.ts";
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import type { PlanTools } from "../../core/sync/plan-context.ts";
import { isNarrow, type SourceDepartment, type SourceUser, type SyncTarget } from "../../core/sync/snapshot.ts";
import type { PeopleScope } from "../directory/index.ts";

/**
 * Says what of the directory can matter to a plan about a few records: the people's accounts, any they could be mistaken for,
 * and those of their leaders and of the leaders of the departments read with them; the departments that are named.
 *
 * @param loadRomanizer called only when there are people without an account: its dictionary is large
 */
export function peopleScope(
  target: SyncTarget,
  people: readonly SourceUser[],
  departments: readonly SourceDepartment[],
  hash: Hash,
  loadRomanizer: () => Promise<PlanTools["romanize"]>,
): PeopleScope {
  const asked = isNarrow(target) ? target.openIds : [];
  const named = people.flatMap(({ openId, leaderOpenId }) =>
    leaderOpenId === null ? [openId] : [openId, leaderOpenId],
  );
  const emptied = target.kind === "records" ? target.openDepartmentIds : [];
  const above = departments.flatMap(({ openDepartmentId, parentOpenDepartmentId }) =>
    parentOpenDepartmentId === null ? [openDepartmentId] : [openDepartmentId, parentOpenDepartmentId],
  );
  const within = people.flatMap(({ memberships }) => memberships.map(({ openDepartmentId }) => openDepartmentId));
  const idOf = (key: string) => deriveId(hash, key, () => false);
  return {
    unionIds: people.map(({ unionId }) => unionId),
    openIds: [...new Set([...asked, ...named, ...departments.flatMap(({ leaderOpenIds }) => leaderOpenIds)])],
    emails: people.flatMap(({ email }) => (email === null ? [] : [email])),
    userIds: people.map(({ unionId }) => idOf(`user:${unionId}`) as UserId),
    async usernames(known) {
      const newcomers = people.filter(({ unionId }) => !known.has(unionId));
      if (newcomers.length === 0) return [];
      const romanize = await loadRomanizer();
      return newcomers.flatMap(({ name, email, unionId }) => {
        const choose = (address: string | null) =>
          chooseUsername({ email: address, name: name ?? "", key: unionId }, romanize, hash, () => false);
        // Should the address turn out unfit, the name is used.
        return email === null ? [choose(null)] : [choose(email), choose(null)];
      });
    },
    openDepartmentIds: [...new Set([...above, ...within])],
    departmentIds: departments.map(({ openDepartmentId }) => idOf(`department:${openDepartmentId}`) as DepartmentId),
    emptied,
  };
}
