import { memberAttribute } from "../../src/core/ldap/provision/diff-entry.ts";
import { leafOf, moveBelow, NameKeys, parentDn } from "../../src/core/ldap/provision/names.ts";
import { isOfLeaver } from "../../src/core/ldap/provision/plan.ts";
import type {
  EntryChange,
  EntryLink,
  FoundEntry,
  ProvisionPlan,
  TargetShape,
} from "../../src/core/ldap/provision/types.ts";

const keys = new NameKeys();

interface Held extends FoundEntry {
  readonly key: string;
}

/** An LDAP server as a value: it refuses what a real one refuses. */
export class SimulatedLdap {
  readonly entries = new Map<string, Held>();
  links: EntryLink[] = [];
  #number = 0;

  add(dn: string, values: Record<string, readonly string[]>): Held {
    const key = keys.keyOf(dn);
    if (this.entries.has(key)) throw new Error(`68: ${dn}`);
    const parent = keys.keyOf(parentDn(dn));
    if (parent !== "dc=x" && key !== "dc=x" && !this.entries.has(parent)) throw new Error(`32: ${dn}`);
    const lower = Object.fromEntries(Object.entries(values).map(([name, list]) => [name.toLowerCase(), list]));
    const { objectclass: classes = [], ...attributes } = lower;
    const entry = { dn, key, uuid: `uuid-${++this.#number}`, classes, attributes };
    this.entries.set(key, entry);
    return entry;
  }

  at(dn: string): Held | undefined {
    return this.entries.get(keys.keyOf(dn));
  }

  change(dn: string, attributes: Record<string, readonly string[]>, classes: readonly string[] = []): void {
    const entry = this.#at(dn);
    const merged = { ...entry.attributes, ...attributes };
    const kept = Object.entries(merged).filter(([, values]) => values.length > 0);
    const leaf = leafOf(entry.dn);
    if (!merged[leaf.type]?.some((value) => value.toLowerCase() === leaf.value.toLowerCase()))
      throw new Error(`64: ${dn} loses ${leaf.type}=${leaf.value}`);
    this.entries.set(entry.key, {
      ...entry,
      classes: [...entry.classes, ...classes],
      attributes: Object.fromEntries(kept),
    });
  }

  remove(dn: string): void {
    const entry = this.#at(dn);
    for (const { dn: other } of this.entries.values())
      if (other !== entry.dn && moveBelow(other, entry.dn, "x=y") !== other) throw new Error(`66: ${dn}`);
    this.entries.delete(entry.key);
  }

  rename(dn: string, to: string): void {
    const entry = this.#at(dn);
    if (this.at(to)) throw new Error(`68: ${to}`);
    for (const other of [...this.entries.values()]) {
      const moved = other === entry ? to : moveBelow(other.dn, entry.dn, to);
      if (moved === other.dn) continue;
      this.entries.delete(other.key);
      const leaf = leafOf(moved);
      const old = leafOf(other.dn).value.toLowerCase();
      const rest = (other.attributes[leaf.type] ?? []).filter((value) => value.toLowerCase() !== old);
      const attributes =
        other === entry ? { ...other.attributes, [leaf.type]: [leaf.value, ...rest] } : other.attributes;
      this.entries.set(keys.keyOf(moved), { ...other, dn: moved, key: keys.keyOf(moved), attributes });
    }
  }

  /** Does what a plan says, as the applying code does, and keeps the links. */
  apply(plan: ProvisionPlan, changes: readonly EntryChange[], shape: TargetShape): void {
    const links = new Map(this.links.map((link) => [`${link.kind} ${link.subject}`, link]));
    const keep = (link: EntryLink) => links.set(`${link.kind} ${link.subject}`, link);
    for (const link of plan.learned) keep(link);
    for (const link of plan.forgotten) links.delete(`${link.kind} ${link.subject}`);
    const memberType = memberAttribute(shape.groupClass).toLowerCase();
    for (const change of changes) {
      const { kind, subject, verb } = change;
      if (verb === "delete") {
        this.remove(change.dn);
        links.delete(`${kind} ${subject}`);
        continue;
      }
      const set = Object.fromEntries(Object.entries(change.set).map(([name, values]) => [name.toLowerCase(), values]));
      if (verb === "create") {
        const members = change.addMembers.length > 0 ? { [memberType]: change.addMembers } : {};
        this.add(change.dn, { objectClass: change.addClasses, ...set, ...members });
      } else {
        if (change.newDn !== null) this.rename(change.dn, change.newDn);
        const dn = change.newDn ?? change.dn;
        const { attributes } = this.#at(dn);
        const gone = new Set(change.removeMembers.map((member) => keys.keyOf(member)));
        const members = [
          ...(attributes[memberType] ?? []).filter((member) => !gone.has(keys.keyOf(member))),
          ...change.addMembers,
        ];
        if (kind === "groups" && members.length === 0) throw new Error(`65: ${dn} has no member`);
        if (new Set(members.map((member) => keys.keyOf(member))).size < members.length) throw new Error(`20: ${dn}`);
        this.change(dn, { ...set, ...(kind === "groups" ? { [memberType]: members } : {}) }, change.addClasses);
      }
      const dn = change.newDn ?? change.dn;
      if (!change.linked) continue;
      const before = links.get(`${kind} ${subject}`);
      keep({
        ...{ kind, subject, uuid: this.#at(dn).uuid, dn, passwordAt: null },
        disabled: isOfLeaver(change.wanted),
        adopted: verb === "adopt" || before?.adopted === true,
      });
    }
    this.links = [...links.values()];
  }

  #at(dn: string): Held {
    const entry = this.at(dn);
    if (!entry) throw new Error(`32: ${dn}`);
    return entry;
  }
}
