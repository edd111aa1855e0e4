import type { DesiredEntry } from "./desired.ts";
import { childDn, moveBelow } from "./names.ts";
import { hasClass, placeDns, type Reading } from "./reading.ts";
import type { EntryIssue, EntryKind, EntryLink, FoundEntry, TargetShape } from "./types.ts";

/** Where a desired entry is and will be. */
export interface PlacedEntry {
  readonly desired: DesiredEntry;
  readonly found: FoundEntry | undefined;
  readonly link: EntryLink | undefined;
  readonly how: "create" | "adopt" | "keep" | "rename";
  /** Where it is once what is above it has moved. */
  readonly current: string;
  /** Where it is in the end. */
  readonly dn: string;
}

/** Finds a place for one desired entry after the other; those above come first. */
export class Places {
  readonly #shape: TargetShape;
  readonly #reading: Reading;
  readonly #issue: (issue: EntryIssue) => void;
  readonly #branches: ReturnType<typeof placeDns>;
  readonly #dns: Readonly<Record<EntryKind, Map<string, string>>> = {
    people: new Map(),
    groups: new Map(),
    units: new Map(),
  };
  readonly #moved: { readonly from: string; readonly to: string }[] = [];

  constructor(shape: TargetShape, reading: Reading, issue: (issue: EntryIssue) => void) {
    this.#shape = shape;
    this.#reading = reading;
    this.#issue = issue;
    this.#branches = placeDns(shape);
  }

  /** Where an entry will be; undefined for what has none. */
  dnOf(kind: EntryKind, subject: string): string | undefined {
    return this.#dns[kind].get(subject);
  }

  /** Undefined for an entry that is left out, with an issue where somebody should know. */
  place(desired: DesiredEntry): PlacedEntry | undefined {
    const placed = this.#find(desired);
    if (placed) {
      this.#dns[desired.kind].set(desired.subject, placed.dn);
      if (placed.how === "rename") this.#moved.push({ from: placed.current, to: placed.dn });
    }
    return placed;
  }

  /** What an entry is called now that entries above it were renamed before. */
  current(found: FoundEntry): string {
    let { dn } = found;
    for (const { from, to } of this.#moved) dn = moveBelow(dn, from, to);
    return dn;
  }

  #find(desired: DesiredEntry): PlacedEntry | undefined {
    const above = this.#above(desired);
    const natural = childDn(desired.rdn.type, desired.rdn.value, above);
    const linked = this.#reading.linkedOf(desired.kind, desired.subject);
    if (linked === undefined) return this.#findNew(desired, natural, above);
    const { link, entry: found } = linked;
    // What was adopted keeps its name for good; other names follow only where that is wished for.
    const follows = this.#shape.renames && !link.adopted;
    const wanted = follows ? natural : link.dn;
    const { keys } = this.#reading;
    if (!follows && !link.adopted && !keys.areSame(natural, link.dn))
      this.#say(desired, "note", "ldap_name_kept", { dn: link.dn, wanted: natural });
    if (found === undefined) {
      if (desired.disabled) return undefined;
      const there = this.#reading.at(wanted);
      if (there === undefined) return { desired, found, link, how: "create", current: wanted, dn: wanted };
      this.#say(desired, "error", "ldap_name_taken", { dn: there.dn });
      return undefined;
    }
    const current = this.current(found);
    if (keys.areSame(current, wanted)) return { desired, found, link, how: "keep", current, dn: current };
    const other = this.#reading.at(wanted);
    if (other === undefined || other === found) return { desired, found, link, how: "rename", current, dn: wanted };
    this.#say(desired, "error", "ldap_name_taken", { dn: other.dn });
    return { desired, found, link, how: "keep", current, dn: current };
  }

  #findNew(desired: DesiredEntry, natural: string, above: string): PlacedEntry | undefined {
    // Nothing is made or taken over for somebody who has left.
    if (desired.disabled) return undefined;
    const link = undefined;
    if (this.#shape.adopt) {
      const { attribute, entries } = this.#candidates(desired, natural, above);
      const [found] = entries;
      if (entries.length > 1) {
        this.#say(desired, "error", "ldap_match_ambiguous", { count: entries.length, attribute });
        return undefined;
      }
      if (found) {
        this.#reading.take(found);
        const current = this.current(found);
        return { desired, found, link, how: "adopt", current, dn: current };
      }
    }
    const there = this.#reading.at(natural);
    if (there === undefined) return { desired, found: there, link, how: "create", current: natural, dn: natural };
    this.#say(desired, "error", "ldap_name_taken", { dn: there.dn });
    return undefined;
  }

  #candidates(desired: DesiredEntry, natural: string, above: string) {
    if (desired.kind === "people")
      return this.#reading.peopleLike(desired.attributes()["employeeNumber"]?.[0], desired.rdn.value);
    const there = this.#reading.at(natural);
    const leaf = desired.classes.at(-1) as string;
    if (there && !this.#reading.isTaken(there) && hasClass(there, leaf))
      return { attribute: desired.rdn.type, entries: [there] };
    const isNested = this.#shape.profile === "go_ldap_admin" && desired.kind === "groups";
    const entries = isNested ? this.#reading.groupsDescribed(above, desired.label) : [];
    return { attribute: "description", entries };
  }

  #above({ kind, parent }: DesiredEntry): string {
    if ("place" in parent) return this.#branches[parent.place];
    // A group of the tree profile hangs below its department; otherwise what is above is of the same kind.
    const above = this.dnOf(kind, parent.subject) ?? this.dnOf("units", parent.subject);
    return above ?? this.#branches.departments;
  }

  #say(
    { kind, subject, label }: DesiredEntry,
    severity: EntryIssue["severity"],
    code: EntryIssue["code"],
    detail: EntryIssue["detail"],
  ): void {
    this.#issue({ severity, code, kind, subject, label, detail });
  }
}
