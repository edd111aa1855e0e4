import type { UnionId, UserId } from "../kernel/ids.ts";

/** A person of another system, with values normalised. */
export interface ImportedPerson {
  readonly username: string;
  readonly email: string | null;
  readonly name: string;
  readonly unionId: UnionId | null;
}

/** An account as the import looks at it. */
export interface KnownAccount {
  readonly id: UserId;
  readonly username: string;
  readonly email: string | null;
  readonly name: string;
  readonly deleted: boolean;
  readonly operator: boolean;
  /** Of its link, a tombstone too. */
  readonly unionId: UnionId | null;
}

/** What becomes of one person. `linked`: an account that is there is told whose it is in Feishu. */
export type ImportDecision =
  | { readonly outcome: "created" }
  | { readonly outcome: "linked"; readonly id: UserId }
  | {
      readonly outcome: "unchanged";
      readonly code: "import_known_by_another_name" | null;
      readonly other: string | null;
    }
  | {
      readonly outcome: "refused";
      readonly code:
        | "import_username_unusable"
        | "import_username_taken"
        | "import_email_in_use"
        | "import_person_twice"
        | "built_in_unsupported";
      readonly other: string | null;
    };

/**
 * Decides what becomes of people, in their order: the same people again are unchanged. An account is the same person's by
 * union_id, or by username where the e-mail agrees; never by a name alone, and an operator's account is never linked.
 *
 * @param known every account that has one of their usernames, addresses or union_ids
 * @param admitsUnlinked whether people whom Feishu does not know may be created (S3)
 */
export function planImport(
  people: readonly ImportedPerson[],
  known: readonly KnownAccount[],
  admitsUnlinked: boolean,
): readonly ImportDecision[] {
  const byUnion = new Map<string, KnownAccount>();
  const byUsername = new Map<string, KnownAccount>();
  const byEmail = new Map<string, KnownAccount>();
  for (const account of known) {
    if (account.unionId !== null) byUnion.set(account.unionId, account);
    byUsername.set(account.username.toLowerCase(), account);
    if (account.email !== null && !account.deleted) byEmail.set(account.email, account);
  }
  const seen = { usernames: new Set<string>(), emails: new Set<string>(), unions: new Set<string>() };

  return people.map((person): ImportDecision => {
    const { username, email, unionId } = person;
    const isSecond =
      seen.usernames.has(username) ||
      (email !== null && seen.emails.has(email)) ||
      (unionId !== null && seen.unions.has(unionId));
    seen.usernames.add(username);
    if (email !== null) seen.emails.add(email);
    if (unionId !== null) seen.unions.add(unionId);
    if (isSecond) return refuse("import_person_twice");
    const own = unionId === null ? undefined : byUnion.get(unionId);
    if (own)
      return own.username.toLowerCase() === username
        ? { outcome: "unchanged", code: null, other: null }
        : { outcome: "unchanged", code: "import_known_by_another_name", other: own.username };
    if (!USERNAME.test(username)) return refuse("import_username_unusable");
    const namesake = byUsername.get(username);
    if (namesake) {
      if (namesake.deleted || !isSamePerson(person, namesake)) return refuse("import_username_taken");
      if (unionId === null || namesake.operator) return { outcome: "unchanged", code: null, other: null };
      return namesake.unionId === null ? { outcome: "linked", id: namesake.id } : refuse("import_username_taken");
    }
    const holder = email === null ? undefined : byEmail.get(email);
    if (holder) return refuse("import_email_in_use", holder.username);
    return unionId === null && !admitsUnlinked ? refuse("built_in_unsupported") : { outcome: "created" };
  });
}

/** What `username` may be everywhere else, too. */
const USERNAME = /^[a-z0-9]([a-z0-9._-]{0,58}[a-z0-9])?$/;

function isSamePerson(person: ImportedPerson, account: KnownAccount): boolean {
  return person.email === null && account.email === null
    ? person.name === account.name
    : person.email === account.email;
}

function refuse(
  code: Extract<ImportDecision, { outcome: "refused" }>["code"],
  other: string | null = null,
): ImportDecision {
  return { outcome: "refused", code, other };
}
