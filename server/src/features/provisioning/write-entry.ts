import { diffEntry, memberAttribute } from "../../core/ldap/provision/diff-entry.ts";
import { NameKeys, parentDn } from "../../core/ldap/provision/names.ts";
import type { Attributes, EntryChange, EntryDifference, FoundEntry } from "../../core/ldap/provision/types.ts";
import type { Modification, ServerSession } from "./ports.ts";

/** Values of one modification: servers take large lists in pieces best (ldap.md 2.5). */
const VALUES_A_MODIFY = 1000;
/** A new entry's member list may be this long in bytes; servers take messages of 4 MiB. */
const FIRST_MEMBER_BYTES = 3_000_000;

export interface WriteContext {
  readonly session: ServerSession;
  readonly groupClass: string;
  /** What `userPassword` becomes. */
  readonly password: string | null;
}

/** Writes a change as it was planned. @returns the entryUUID of an entry that was made, as far as the server tells it */
export async function writeEntry(context: WriteContext, change: EntryChange): Promise<string | null> {
  const { session } = context;
  if (change.verb === "create") return createEntry(context, change);
  if (change.verb === "delete") await session.remove(change.dn);
  else {
    if (change.newDn !== null) await renameEntry(session, change.dn, change.newDn);
    await modifyEntry(context, change.newDn ?? change.dn, change);
  }
  return null;
}

async function createEntry(context: WriteContext, change: EntryChange): Promise<string | null> {
  const { first, rest } = splitMembers(change.addMembers);
  const member = memberAttribute(context.groupClass);
  const attributes: Attributes = {
    objectClass: change.addClasses,
    ...change.set,
    ...(context.password === null ? {} : { userPassword: [context.password] }),
    ...(first.length > 0 ? { [member]: first } : {}),
  };
  const uuid = await context.session.add(change.dn, attributes);
  for (const values of piecesOf(rest))
    await context.session.modify(change.dn, [{ operation: "add", type: member, values }]);
  return uuid;
}

async function renameEntry(session: ServerSession, dn: string, newDn: string): Promise<void> {
  const parent = parentDn(newDn);
  const rdn = newDn.slice(0, newDn.length - parent.length - 1);
  await session.rename(dn, rdn, new NameKeys().keyOf(parentDn(dn)) === new NameKeys().keyOf(parent) ? null : parent);
}

/** Members come before they go, so that no group is ever without one. */
async function modifyEntry(
  { session, groupClass, password }: WriteContext,
  dn: string,
  what: EntryDifference,
): Promise<void> {
  const member = memberAttribute(groupClass);
  const plain: Modification[] = [];
  if (what.addClasses.length > 0) plain.push({ operation: "add", type: "objectClass", values: what.addClasses });
  for (const [type, values] of Object.entries(what.set)) plain.push({ operation: "replace", type, values });
  if (password !== null) plain.push({ operation: "replace", type: "userPassword", values: [password] });
  const members: Modification[] = [
    ...piecesOf(what.addMembers).map((values) => ({ operation: "add", type: member, values }) as const),
    ...piecesOf(what.removeMembers).map((values) => ({ operation: "delete", type: member, values }) as const),
  ];
  if (what.addMembers.length + what.removeMembers.length <= VALUES_A_MODIFY) {
    if (plain.length + members.length > 0) await session.modify(dn, [...plain, ...members]);
    return;
  }
  if (plain.length > 0) await session.modify(dn, plain);
  for (const modification of members) await session.modify(dn, [modification]);
}

/**
 * Writes what is still missing of a change, after looking at the entry again: somebody else, or an answer that never came, may have
 * done part of it.
 *
 * @param mine whether an entry that is there may be the one this change was to make
 * @returns false when the entry is not what the change was about any more
 */
export async function writeRest(context: WriteContext, change: EntryChange, mine: boolean): Promise<boolean> {
  const { session, groupClass } = context;
  const member = memberAttribute(groupClass);
  const names = [
    "objectClass",
    member,
    ...Object.keys(change.wanted?.attributes ?? {}),
    ...Object.keys(change.wanted?.named ?? {}),
  ];
  const read = async (dn: string): Promise<FoundEntry | undefined> => session.read(dn, [...names, "entryUUID"]);
  if (change.verb === "delete") {
    if ((await read(change.dn)) !== undefined) await session.remove(change.dn);
    return true;
  }
  let found = await read(change.newDn ?? change.dn);
  if (change.verb === "create") {
    if (found !== undefined && !mine) return false;
    if (found === undefined) {
      await createEntry(context, change);
      return true;
    }
  } else if (found === undefined && change.newDn !== null && (await read(change.dn)) !== undefined) {
    await renameEntry(session, change.dn, change.newDn);
    found = await read(change.newDn);
  }
  if (found === undefined || change.wanted === null) return false;
  if (change.uuid !== null && found.uuid !== change.uuid) return false;
  const keys = new NameKeys();
  const planned = new Set([...change.addMembers, ...change.removeMembers].map((dn) => keys.keyOf(dn)));
  const all = diffEntry(change.wanted, found, keys, member);
  // Members that waited for an operator wait on.
  const due = (dns: readonly string[]) => dns.filter((dn) => planned.has(keys.keyOf(dn)));
  const rest = { ...all, addMembers: due(all.addMembers), removeMembers: due(all.removeMembers) };
  await modifyEntry(context, found.dn, rest);
  return true;
}

function piecesOf(values: readonly string[]): (readonly string[])[] {
  const pieces: (readonly string[])[] = [];
  for (let at = 0; at < values.length; at += VALUES_A_MODIFY) pieces.push(values.slice(at, at + VALUES_A_MODIFY));
  return pieces;
}

function splitMembers(members: readonly string[]): { first: readonly string[]; rest: readonly string[] } {
  let bytes = 0;
  const end = members.findIndex((dn) => {
    bytes += 4 + Buffer.byteLength(dn);
    return bytes > FIRST_MEMBER_BYTES;
  });
  return end < 0 ? { first: members, rest: [] } : { first: members.slice(0, end), rest: members.slice(end) };
}
