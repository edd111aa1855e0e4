import type { Instant } from "../../kernel/ids.ts";

/** What an external server is to look like, and what happens to what is there already. */
export interface TargetShape {
  readonly baseDn: string;
  readonly profile: "flat" | "tree" | "go_ldap_admin";
  /** Names of the branches below the base that are ours. */
  readonly places: { readonly people: string; readonly groups: string; readonly departments: string };
  readonly groupClass: "groupOfUniqueNames" | "groupOfNames";
  /** Also a group of everybody below a department; not with `go_ldap_admin`, which knows none. */
  readonly subtreeGroups: boolean;
  readonly leavers: "disable" | "delete";
  /** The base is made when it is missing. */
  readonly createBase: boolean;
  /** Entries that are there already are taken over where they match. */
  readonly adopt: boolean;
  /** Entries follow a changed username or department; otherwise they keep the name they have. */
  readonly renames: boolean;
  readonly guard: { readonly percent: number; readonly minimum: number };
  /** Who we write as: go-ldap-admin made this the compulsory first member of its groups. */
  readonly bindDn: string;
}

export type EntryKind = "people" | "groups" | "units";
export type EntryVerb = "create" | "adopt" | "update" | "rename" | "disable" | "delete";

export type Attributes = Readonly<Record<string, readonly string[]>>;

/** An entry as it was read. */
export interface FoundEntry {
  readonly dn: string;
  readonly uuid: string;
  /** Values of `objectClass`. */
  readonly classes: readonly string[];
  /** All others, by their names in lower case. They may be decoded each time: whoever needs several of them takes them once. */
  readonly attributes: Attributes;
}

/** That an entry is ours: what we wrote it for, and where it was last. `uuid` is unknown until it was read back. */
export interface EntryLink {
  readonly kind: EntryKind;
  readonly subject: string;
  readonly uuid: string | null;
  readonly dn: string;
  readonly disabled: boolean;
  readonly adopted: boolean;
  /** Which password of the person was written: when it was set. */
  readonly passwordAt: Instant | null;
}

/** What an entry has to be, with every name resolved. What is not named here is not ours. */
export interface WantedEntry {
  readonly classes: readonly string[];
  readonly attributes: Attributes;
  /** Attributes whose values are names of entries, and are compared as such. */
  readonly named: Attributes;
  /** DNs of members; null for entries that have none. */
  readonly members: readonly string[] | null;
}

/** What has to be written to make an entry as it is wanted. `set` replaces an attribute; no values take it away. */
export interface EntryDifference {
  readonly addClasses: readonly string[];
  readonly set: Attributes;
  readonly before: Attributes;
  readonly addMembers: readonly string[];
  readonly removeMembers: readonly string[];
}

/** One entry that a plan writes. */
export interface EntryChange extends EntryDifference {
  readonly kind: EntryKind;
  readonly verb: EntryVerb;
  readonly subject: string;
  readonly label: string;
  /** Where the entry is before this change. */
  readonly dn: string;
  /** Of a rename. */
  readonly newDn: string | null;
  readonly uuid: string | null;
  /** Null for deletions. */
  readonly wanted: WantedEntry | null;
  /** The person's own password is written, or, on `disable`, one that nobody has. */
  readonly password: boolean;
  /** Changes of one level do not depend on each other; those of a lower one are done before. */
  readonly level: number;
  /** Branches of ours and the base are made and never touched again. */
  readonly linked: boolean;
}

export interface EntryIssue {
  readonly severity: "error" | "warning" | "note";
  readonly code: "ldap_name_taken" | "ldap_match_ambiguous" | "ldap_name_kept" | "ldap_entry_has_children";
  readonly kind: EntryKind;
  readonly subject: string;
  readonly label: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

export interface ProvisionReason {
  readonly code: "ldap_removal_guard" | "ldap_directory_empty" | "ldap_links_lost" | "ldap_base_missing";
  readonly detail: Readonly<Record<string, string | number>>;
}

type Unchanged = Readonly<Record<EntryKind, number>>;

/** Everything a reconcile intends. */
export interface ProvisionPlan {
  /** In the order in which they are done, by level. */
  readonly changes: readonly EntryChange[];
  /** Removals that wait for an operator. */
  readonly held: readonly EntryChange[];
  readonly issues: readonly EntryIssue[];
  readonly verdict: "empty" | "applyable" | "needs_approval" | "blocked";
  readonly reasons: readonly ProvisionReason[];
  readonly unchanged: Unchanged;
  /** Links as they are known after the reading, where that says more than before. */
  readonly learned: readonly EntryLink[];
  /** Links of entries that are gone from both sides. */
  readonly forgotten: readonly EntryLink[];
  readonly foreign: number;
}

/** What a plan is made from, beside the tree. */
export interface ProvisionInput {
  readonly shape: TargetShape;
  readonly found: readonly FoundEntry[];
  readonly links: readonly EntryLink[];
  /** When each person set the password that is stored for this server. */
  readonly passwords: ReadonlyMap<string, Instant>;
  /** Entries removed in the last 24 hours, without those an operator approved. */
  readonly recentRemovals: Readonly<Record<"people" | "others", number>>;
}
