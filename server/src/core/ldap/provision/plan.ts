import { prepareText } from "../prepare-text.ts";
import type { Tree } from "../tree.ts";
import { type DesiredEntry, desiredEntries } from "./desired.ts";
import { diffEntry, isNothing, memberAttribute, PLACEHOLDER } from "./diff-entry.ts";
import { depthOf, leafOf } from "./names.ts";
import { type PlacedEntry, Places } from "./place-entry.ts";
import { planDeletions } from "./plan-deletions.ts";
import { placeDns, Reading } from "./reading.ts";
import { holdingReason } from "./removal-guard.ts";
import type {
  Attributes,
  EntryChange,
  EntryDifference,
  EntryIssue,
  EntryKind,
  EntryLink,
  FoundEntry,
  ProvisionInput,
  ProvisionPlan,
  ProvisionReason,
  WantedEntry,
} from "./types.ts";

/** Entries between two pauses: planning a large directory must not hold its process up. */
const PAUSE_EVERY = 1000;
const NOTHING: EntryDifference = { addClasses: [], set: {}, before: {}, addMembers: [], removeMembers: [] };
const NOTHING_NAMED: Attributes = {};
const NO_MANAGER: Attributes = { manager: [] };
/** What says that an entry is of somebody who left (ldap.md 2.3). */
const DISABLED_MARK = "disabled";

/** Whether an entry that looks as wanted is of somebody who left. */
export function isOfLeaver(wanted: WantedEntry | null): boolean {
  return wanted?.attributes["description"]?.[0] === DISABLED_MARK && wanted.members === null;
}

/** From so many entries on, that most of them are gone says something about the server. */
const LOST_FROM = 10;

/** In which order kinds are written; within one, by depth. Removals come last. */
const LEVELS = { base: 0, places: 1, units: 2, people: 1e6, groups: 2e6, deletions: 3e6 } as const;

/**
 * Plans what makes a server equal to the directory. Pauses now and then; the last value is the plan.
 *
 * Never planned: a change of an attribute that is not ours, and a deletion of anything that is not linked and below a branch of ours.
 */
export function* planProvision(tree: Tree, input: ProvisionInput): Generator<void, ProvisionPlan> {
  const reading = new Reading(input);
  yield;
  const blocked = blockingReasons(tree, input, reading);
  if (blocked.length > 0) return { ...EMPTY, verdict: "blocked", reasons: blocked, foreign: 0 };
  const planning = new Planning(input, reading);
  planning.makeBranches();
  const people: PlacedEntry[] = [];
  const groups: DesiredEntry[] = [];
  let seen = 0;
  for (const desired of desiredEntries(tree, input.shape)) {
    planning.desire(desired);
    if (desired.kind === "groups") groups.push(desired);
    else {
      const placed = planning.places.place(desired);
      if (placed === undefined) continue;
      // A leader's name may be settled only after those of the people below.
      if (desired.kind === "people") people.push(placed);
      else planning.write(placed);
    }
    if (++seen % PAUSE_EVERY === 0) yield;
  }
  for (const placed of people) {
    planning.write(placed);
    if (++seen % PAUSE_EVERY === 0) yield;
  }
  planning.removePeople();
  yield;
  for (const desired of groups) {
    const placed = planning.places.place(desired);
    if (placed) planning.write(placed);
    if (++seen % PAUSE_EVERY === 0) yield;
  }
  planning.removeOthers();
  yield;
  return planning.end();
}

const EMPTY = {
  changes: [],
  held: [],
  issues: [],
  unchanged: { people: 0, groups: 0, units: 0 },
  learned: [],
  forgotten: [],
} as const;

function blockingReasons(tree: Tree, { shape }: ProvisionInput, reading: Reading): readonly ProvisionReason[] {
  const reasons: ProvisionReason[] = [];
  if (!shape.createBase && reading.at(shape.baseDn) === undefined)
    reasons.push({ code: "ldap_base_missing", detail: { base_dn: shape.baseDn } });
  let linked = 0;
  let found = 0;
  for (const { link, entry } of reading.linked("people")) {
    if (link.uuid === null) continue;
    linked += 1;
    if (entry) found += 1;
  }
  if (linked > 0 && !tree.people.some(({ record }) => record.active))
    reasons.push({ code: "ldap_directory_empty", detail: { linked } });
  if (linked >= LOST_FROM && found * 2 < linked) reasons.push({ code: "ldap_links_lost", detail: { found, linked } });
  return reasons;
}

/** A plan on its way. */
class Planning {
  readonly places: Places;
  readonly #input: ProvisionInput;
  readonly #reading: Reading;
  readonly #memberType: string;
  readonly #changes: EntryChange[] = [];
  readonly #held: EntryChange[] = [];
  readonly #issues: EntryIssue[] = [];
  readonly #reasons: ProvisionReason[] = [];
  readonly #unchanged: Record<EntryKind, number> = { people: 0, groups: 0, units: 0 };
  readonly #learned: EntryLink[] = [];
  readonly #forgotten: EntryLink[] = [];
  readonly #levels = { groups: { highest: 0, floor: 0 }, units: { highest: 0, floor: 0 } };
  readonly #desired: Readonly<Record<EntryKind, Set<string>>> = {
    people: new Set(),
    groups: new Set(),
    units: new Set(),
  };
  /** Disabling and deleting people, until it is known whether they wait. */
  readonly #departures: EntryChange[] = [];
  /** Keys of people whose removal waits: they stay in their groups too. */
  readonly #kept = new Set<string>();

  constructor(input: ProvisionInput, reading: Reading) {
    this.#input = input;
    this.#reading = reading;
    this.#memberType = memberAttribute(input.shape.groupClass);
    this.places = new Places(input.shape, reading, (issue) => this.#issues.push(issue));
  }

  desire({ kind, subject }: DesiredEntry): void {
    this.#desired[kind].add(subject);
  }

  /** The base and our branches are made where they are missing, and are nobody's afterwards. */
  makeBranches(): void {
    const { shape } = this.#input;
    const { type, value } = leafOf(shape.baseDn);
    const ofBase =
      type === "dc"
        ? ["top", "dcObject", "organization"]
        : ["top", type === "ou" ? "organizationalUnit" : "organization"];
    const attributes = type === "dc" ? { dc: [value], o: [value] } : { [type]: [value] };
    this.#makeBranch(shape.baseDn, LEVELS.base, { classes: ofBase, attributes, named: {}, members: null });
    for (const [place, dn] of Object.entries(placeDns(shape))) {
      const name = shape.places[place as keyof typeof shape.places];
      const classes = ["top", "organizationalUnit"];
      this.#makeBranch(dn, LEVELS.places, { classes, attributes: { ou: [name] }, named: {}, members: null });
    }
  }

  #makeBranch(dn: string, level: number, wanted: WantedEntry): void {
    const found = this.#reading.at(dn);
    if (found) {
      this.#reading.take(found);
      return;
    }
    const [label = dn] = Object.values(wanted.attributes)[0] ?? [];
    const change = { kind: "units", verb: "create", subject: dn, label, dn, newDn: null, uuid: null } as const;
    this.#changes.push({ ...change, ...created(wanted), wanted, password: false, level, linked: false });
  }

  /** Plans what makes one entry as it is wanted. */
  write(placed: PlacedEntry): void {
    const { desired, found, link, how, current, dn } = placed;
    const { kind, subject, label } = desired;
    if (found && link && (link.uuid === null || !this.#reading.keys.areSame(link.dn, dn)))
      this.#learned.push({ ...link, uuid: found.uuid, dn });
    const wanted = this.#wanted(desired, link);
    const difference = found ? this.#diff(placed, found, wanted, this.#kept) : created(wanted);
    const leaves = desired.disabled && link?.disabled === false;
    const password = leaves || (!desired.disabled && this.#passwordIsDue(desired, link));
    const isDue = leaves || how !== "keep" || password || !isNothing(difference);
    const mayHold = found !== undefined && kind === "groups" && this.#kept.size > 0;
    if (!isDue) this.#unchanged[kind]++;
    if (!isDue && !mayHold) return;
    const level = this.#level(kind, LEVELS[kind] + depth(desired, dn, this.#input.shape.baseDn), how === "rename");
    const verb = how === "keep" ? (leaves ? "disable" : "update") : how;
    const change: EntryChange = {
      ...{ kind, verb, subject, label, dn: current, newDn: how === "rename" ? dn : null, uuid: found?.uuid ?? null },
      ...difference,
      ...{ wanted, password, level, linked: true },
    };
    if (mayHold) this.#holdMembers(placed, change, found, wanted);
    if (leaves) this.#departures.push(change);
    else if (isDue) this.#changes.push(change);
  }

  /** A rename moves what is below it: everything planned before goes by the old names, everything after by the new ones. */
  #level(kind: EntryKind, natural: number, isRename: boolean): number {
    if (kind === "people") return natural;
    const levels = this.#levels[kind];
    const level = Math.max(natural, isRename ? levels.highest + 1 : levels.floor);
    levels.highest = Math.max(levels.highest, level);
    if (isRename) levels.floor = level + 1;
    return level;
  }

  #wanted(desired: DesiredEntry, link: EntryLink | undefined): WantedEntry {
    const attributes = desired.attributes();
    const mark: Attributes | null = desired.disabled
      ? { description: [DISABLED_MARK] }
      : link?.disabled
        ? { description: attributes["description"] ?? [] }
        : null;
    const leader = desired.manager === null ? undefined : this.places.dnOf("people", desired.manager);
    return {
      classes: desired.classes,
      attributes: mark ? { ...attributes, ...mark } : attributes,
      named: desired.kind !== "people" ? NOTHING_NAMED : leader === undefined ? NO_MANAGER : { manager: [leader] },
      members: this.#membersOf(desired),
    };
  }

  #membersOf(desired: DesiredEntry): readonly string[] | null {
    const ids = desired.members();
    if (ids === null) return null;
    const members: string[] = [];
    for (const id of ids) {
      const dn = this.places.dnOf("people", id);
      if (dn !== undefined) members.push(dn);
    }
    return members;
  }

  #diff({ link, how, dn }: PlacedEntry, found: FoundEntry, wanted: WantedEntry, kept: ReadonlySet<string>) {
    const { keys } = this.#reading;
    const keeper = how === "adopt" || link?.adopted ? keys.keyOf(this.#input.shape.bindDn) : undefined;
    const entry = how === "rename" ? renamed(found, dn) : found;
    return diffEntry(wanted, entry, keys, this.#memberType, { keeper, kept });
  }

  #passwordIsDue({ kind, subject }: DesiredEntry, link: EntryLink | undefined): boolean {
    const setAt = kind === "people" ? this.#input.passwords.get(subject) : undefined;
    return setAt !== undefined && setAt !== link?.passwordAt;
  }

  /** What a group would lose with the people whose removal waits, waits as well. */
  #holdMembers(placed: PlacedEntry, change: EntryChange, found: FoundEntry, wanted: WantedEntry) {
    const whole = this.#diff(placed, found, wanted, new Set());
    const now = new Set(change.removeMembers);
    const removeMembers = whole.removeMembers.filter((dn) => !now.has(dn));
    if (removeMembers.length === 0) return;
    const addMembers = whole.addMembers.filter((dn) => !change.addMembers.includes(dn));
    const waits = { ...NOTHING, addMembers, removeMembers };
    this.#held.push({ ...change, verb: "update", dn: placed.dn, newDn: null, ...waits, password: false });
  }

  removePeople(): void {
    for (const { link, entry: found } of this.#reading.linked("people")) {
      if (this.#desired.people.has(link.subject)) continue;
      if (found === undefined) this.#forgotten.push(link);
      else if (this.#input.shape.leavers === "delete")
        this.#departures.push(this.#deletion(link, found.dn, found.uuid));
      else if (!link.disabled) this.#departures.push(this.#disabling(link, found));
      else this.#unchanged.people++;
    }
    this.#guard("people", this.#departures);
    for (const change of this.#held) if (change.kind === "people") this.#kept.add(this.#reading.keys.keyOf(change.dn));
  }

  removeOthers(): void {
    const gone: EntryChange[] = [];
    for (const kind of ["groups", "units"] as const) {
      for (const { link, entry: found } of this.#reading.linked(kind)) {
        if (this.#desired[kind].has(link.subject)) continue;
        if (found === undefined) this.#forgotten.push(link);
        else gone.push(this.#deletion(link, this.places.current(found), found.uuid));
      }
    }
    const { possible, occupied } = planDeletions(gone, this.#input, this.#reading, (entry) =>
      this.places.current(entry),
    );
    for (const { kind, subject, label, dn } of occupied)
      this.#issues.push({
        ...{ severity: "warning", code: "ldap_entry_has_children", kind, subject, label },
        detail: { dn },
      });
    this.#guard("others", possible);
  }

  #disabling(link: EntryLink, found: FoundEntry): EntryChange {
    const wanted = { classes: [], attributes: { description: [DISABLED_MARK] }, named: {}, members: null };
    const difference = diffEntry(wanted, found, this.#reading.keys, this.#memberType);
    const { kind, subject } = link;
    return {
      ...{ kind, verb: "disable", subject, label: leafOf(found.dn).value, dn: found.dn, newDn: null, uuid: found.uuid },
      ...difference,
      ...{ wanted, password: true, level: LEVELS.people, linked: true },
    };
  }

  #deletion({ kind, subject }: EntryLink, dn: string, uuid: string): EntryChange {
    return {
      ...{ kind, verb: "delete", subject, label: leafOf(dn).value, dn, newDn: null, uuid },
      ...NOTHING,
      ...{ wanted: null, password: false, level: LEVELS.deletions, linked: true },
    };
  }

  #guard(what: "people" | "others", removals: readonly EntryChange[]): void {
    const linked = this.#input.links.filter(({ kind }) => (kind === "people") === (what === "people")).length;
    const recent = this.#input.recentRemovals[what];
    const reason = holdingReason(removals.length, recent, linked, this.#input.shape.guard, what);
    if (reason) this.#reasons.push(reason);
    const list = reason ? this.#held : this.#changes;
    for (const change of removals) list.push(change);
  }

  end(): ProvisionPlan {
    const changes = this.#changes.toSorted((a, b) => a.level - b.level);
    const held = this.#held.toSorted((a, b) => a.level - b.level);
    const verdict = held.length > 0 ? "needs_approval" : changes.length > 0 ? "applyable" : "empty";
    return {
      changes,
      held,
      issues: this.#issues,
      verdict,
      reasons: this.#reasons,
      unchanged: this.#unchanged,
      learned: this.#learned,
      forgotten: this.#forgotten,
      foreign: this.#input.found.length - this.#reading.takenCount,
    };
  }
}

/** All of a new entry; a group begins with everybody in it, or with nobody's name. */
function created(wanted: WantedEntry): EntryDifference {
  const set = Object.fromEntries(
    Object.entries({ ...wanted.attributes, ...wanted.named }).filter(([, values]) => values.length > 0),
  );
  const addMembers = wanted.members?.length === 0 ? [PLACEHOLDER] : (wanted.members ?? []);
  return { addClasses: wanted.classes, set, before: {}, addMembers, removeMembers: [] };
}

/** An entry as a server leaves it after a rename: the old name's value goes, the new one's comes. */
function renamed(found: FoundEntry, dn: string): FoundEntry {
  const old = leafOf(found.dn);
  const leaf = leafOf(dn);
  const { uuid, classes, attributes } = found;
  const values = (attributes[leaf.type] ?? []).filter(
    (value) => prepareText(value) !== prepareText(old.value) && prepareText(value) !== prepareText(leaf.value),
  );
  return { uuid, classes, dn, attributes: { ...attributes, [leaf.type]: [leaf.value, ...values] } };
}

/** People all lie on one level; what may hang below another entry goes by its depth. */
function depth({ kind, parent }: DesiredEntry, dn: string, baseDn: string): number {
  if (kind === "people" || "place" in parent) return 0;
  return Math.max(0, depthOf(dn) - depthOf(baseDn) - 1);
}
