import type { DirectoryUser } from "../directory/types.ts";
import { deriveId } from "../kernel/derive-id.ts";
import type { OpenId, UserId } from "../kernel/ids.ts";
import { once } from "../kernel/once.ts";
import { compareText } from "../kernel/text.ts";
import type { PlanContext } from "./plan-context.ts";
import type { SourceUser } from "./snapshot.ts";
import { creationRefusal } from "./user-creation.ts";

/** One Feishu person and the account that is theirs. */
export interface UserMatch {
  readonly source: SourceUser;
  /** Of the account at hand, or of the one to be created. */
  readonly id: UserId;
  readonly known: DirectoryUser | null;
  readonly by: "link" | "email" | "nothing";
}

/** The people of a reading, each with their account. */
export interface UserMatches {
  /** By union_id, so that shuffled input gives the same plan. */
  readonly matches: readonly UserMatch[];
  readonly idOf: (openId: OpenId) => UserId | undefined;
  readonly matchedIds: ReadonlySet<UserId>;
  /** Addresses some Feishu person holds: an unlinked account with one of them is a conflict to settle, not a leftover. */
  readonly isClaimedEmail: (email: string) => boolean;
}

/**
 * Finds each person's account: by union_id, else by e-mail to an active, never-linked account that is no operator's
 * (S5, product.md 5.7). An address that two Feishu people share links to nobody, nor does one that two accounts share.
 */
export function matchUsers(context: PlanContext): UserMatches {
  const { index, issues } = context;
  const people = uniquePeople(context.source.users);
  const claims = once(() => claimEmails(context, people));
  const byEmail = once(() => linkableByEmail(index.snapshot.users));
  const takenEmails = once(() => emailsInUse(index.snapshot.users));
  const matches: UserMatch[] = [];
  const openIds = new Map<OpenId, UserId>();
  const matchedIds = new Set<UserId>();
  for (const source of people) {
    const linked = index.usersByUnionId.get(source.unionId);
    if (linked) {
      matches.push({ source, id: linked.id, known: linked, by: "link" });
      openIds.set(source.openId, linked.id);
      matchedIds.add(linked.id);
      continue;
    }
    // Somebody who left before we ever knew them is nobody's business here.
    if (source.state === "resigned") continue;
    const subject = { kind: "users" as const, key: source.unionId, id: null, label: source.name ?? source.unionId };
    const candidates = source.email === null ? [] : (byEmail().get(source.email) ?? []);
    const shared = source.email !== null && claims().shared.has(source.email);
    if (shared || candidates.length > 1) issues.add("warning", "email_conflict", subject, { email: source.email });
    const only = candidates.length === 1 && !shared ? candidates[0] : undefined;
    if (only) {
      matches.push({ source, id: only.id, known: only, by: "email" });
      openIds.set(source.openId, only.id);
      matchedIds.add(only.id);
      continue;
    }
    if (!shared && candidates.length === 0 && source.email !== null && takenEmails().has(source.email))
      issues.add("warning", "email_taken", subject, { email: source.email });
    const id = deriveId(context.tools.hash, `user:${source.unionId}`, (taken) =>
      index.usersById.has(taken as UserId),
    ) as UserId;
    matches.push({ source, id, known: null, by: "nothing" });
    // Whoever gets no account can lead nobody.
    if (creationRefusal(context.policy, source) === null) openIds.set(source.openId, id);
  }
  return {
    matches,
    // People outside this reading may still lead somebody in it.
    idOf: (openId) => openIds.get(openId) ?? index.usersByOpenId.get(openId)?.id,
    matchedIds,
    isClaimedEmail: (email) => claims().claimed.has(email),
  };
}

/** Sorted by union_id; of somebody who came twice, what came last. */
function uniquePeople(users: readonly SourceUser[]): readonly SourceUser[] {
  const sorted = [...users].sort((a, b) => compareText(a.unionId, b.unionId));
  return sorted.filter((user, index) => user.unionId !== sorted[index + 1]?.unionId);
}

interface Claims {
  readonly claimed: ReadonlySet<string>;
  /** Claimed by more than one person. */
  readonly shared: ReadonlySet<string>;
}

/**
 * Finds who holds which address; those who left do not count (feishu contract, trap 25). A narrow reading shows a few people
 * only, so the others we know speak for themselves.
 */
function claimEmails(context: PlanContext, people: readonly SourceUser[]): Claims {
  const claimed = new Set<string>();
  const shared = new Set<string>();
  const claim = (email: string) => void (claimed.has(email) ? shared : claimed).add(email);
  for (const { email, state } of people) if (email !== null && state !== "resigned") claim(email);
  if (context.source.target.kind === "all") return { claimed, shared };
  const read = new Set(people.map(({ unionId }) => unionId));
  for (const { email, link, status } of context.index.snapshot.users) {
    if (email !== null && link && !link.tombstone && status === "active" && !read.has(link.unionId)) claim(email);
  }
  return { claimed, shared };
}

function linkableByEmail(users: readonly DirectoryUser[]): Map<string, DirectoryUser[]> {
  const byEmail = new Map<string, DirectoryUser[]>();
  for (const user of users) {
    if (user.email === null || user.link !== null || user.operator || user.status !== "active") continue;
    const address = user.email.trim().toLowerCase();
    const sharing = byEmail.get(address);
    if (sharing) sharing.push(user);
    else byEmail.set(address, [user]);
  }
  return byEmail;
}

function emailsInUse(users: readonly DirectoryUser[]): Set<string> {
  const emails = new Set<string>();
  for (const user of users) {
    if (user.email !== null && user.status !== "deleted") emails.add(user.email.trim().toLowerCase());
  }
  return emails;
}
