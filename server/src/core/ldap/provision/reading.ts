import { prepareText } from "../prepare-text.ts";
import { childDn, NameKeys, parentDn } from "./names.ts";
import type { EntryKind, EntryLink, FoundEntry, ProvisionInput, TargetShape } from "./types.ts";

type Place = keyof TargetShape["places"];

/** Names of the branches below the base that are ours. */
export function placeDns({ baseDn, places }: TargetShape): Readonly<Record<Place, string>> {
  return {
    people: childDn("ou", places.people, baseDn),
    groups: childDn("ou", places.groups, baseDn),
    departments: childDn("ou", places.departments, baseDn),
  };
}

/** A link, and the entry it is of as far as that is still there. */
interface Linked {
  readonly link: EntryLink;
  readonly entry: FoundEntry | undefined;
}

/** What was read of a server, and what of it is ours. */
export class Reading {
  readonly keys = new NameKeys();
  readonly #linked: Readonly<Record<EntryKind, Map<string, Linked>>> = {
    people: new Map(),
    groups: new Map(),
    units: new Map(),
  };
  readonly #input: ProvisionInput;
  readonly #byUuid = new Map<string, FoundEntry>();
  readonly #byKey = new Map<string, FoundEntry>();
  /** Entries that belong to something of ours, by link or by adoption. */
  readonly #taken = new Set<FoundEntry>();
  #people: { readonly byNumber: Map<string, FoundEntry[]>; readonly byUid: Map<string, FoundEntry[]> } | undefined;
  #children: Map<string, FoundEntry[]> | undefined;

  constructor(input: ProvisionInput) {
    this.#input = input;
    for (const entry of input.found) {
      this.#byKey.set(this.keys.keyOf(entry.dn), entry);
      this.#byUuid.set(entry.uuid, entry);
    }
    for (const link of input.links) {
      // An entry that was written but not read back yet is known by its name.
      const entry = link.uuid === null ? this.at(link.dn) : this.#byUuid.get(link.uuid);
      this.#linked[link.kind].set(link.subject, { link, entry });
      if (entry) this.#taken.add(entry);
    }
  }

  linkedOf(kind: EntryKind, subject: string): Linked | undefined {
    return this.#linked[kind].get(subject);
  }

  linked(kind: EntryKind): Iterable<Linked> {
    return this.#linked[kind].values();
  }

  at(dn: string): FoundEntry | undefined {
    return this.#byKey.get(this.keys.keyOf(dn));
  }

  isTaken(entry: FoundEntry): boolean {
    return this.#taken.has(entry);
  }

  take(entry: FoundEntry): void {
    this.#taken.add(entry);
  }

  get takenCount(): number {
    return this.#taken.size;
  }

  /** People's entries that are nobody's yet and carry this number, or else this login name. */
  peopleLike(employeeNumber: string | undefined, uid: string) {
    this.#people ??= this.#indexPeople();
    const byNumber =
      employeeNumber === undefined ? [] : this.#free(this.#people.byNumber.get(prepareText(employeeNumber)));
    if (byNumber.length > 0) return { attribute: "employeeNumber", entries: byNumber };
    return { attribute: "uid", entries: this.#free(this.#people.byUid.get(prepareText(uid))) };
  }

  /** Groups right below an entry that are nobody's yet and are described by this name, as go-ldap-admin describes them. */
  groupsDescribed(parent: string, description: string): readonly FoundEntry[] {
    this.#children ??= Map.groupBy(this.#input.found, ({ dn }) => this.keys.keyOf(parentDn(dn)));
    const wanted = prepareText(description);
    return this.#free(this.#children.get(this.keys.keyOf(parent))).filter(
      (entry) =>
        hasClass(entry, this.#input.shape.groupClass) &&
        entry.attributes["description"]?.some((text) => prepareText(text) === wanted),
    );
  }

  #free(entries: readonly FoundEntry[] = []): readonly FoundEntry[] {
    return entries.filter((entry) => !this.#taken.has(entry));
  }

  #indexPeople() {
    const byNumber = new Map<string, FoundEntry[]>();
    const byUid = new Map<string, FoundEntry[]>();
    const below = `,${this.keys.keyOf(placeDns(this.#input.shape).people)}`;
    for (const entry of this.#input.found) {
      if (!this.keys.keyOf(entry.dn).endsWith(below) || !hasClass(entry, "inetOrgPerson")) continue;
      const { employeenumber = [], uid = [] } = entry.attributes;
      for (const value of employeenumber) push(byNumber, prepareText(value), entry);
      for (const value of uid) push(byUid, prepareText(value), entry);
    }
    return { byNumber, byUid };
  }
}

export function hasClass(entry: FoundEntry, name: string): boolean {
  return entry.classes.some((value) => isSameName(value, name));
}

/** Names of classes and attributes, in whatever letter case. */
export function isSameName(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

function push(map: Map<string, FoundEntry[]>, key: string, entry: FoundEntry): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}
