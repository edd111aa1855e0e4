import { createHash } from "node:crypto";
import { setImmediate as pause } from "node:timers/promises";
import type { EntryChange } from "../../core/ldap/provision/types.ts";

/** Changes between two pauses: a first filling has as many as there are people. */
const PAUSE_EVERY = 1000;

/** What an operator agrees to, told by its print: two plans with the same one write the same. Lets the process do other things. */
export async function digestOf(changes: readonly EntryChange[]): Promise<string> {
  const hash = createHash("sha256");
  let seen = 0;
  for (const { kind, verb, subject, dn, newDn, addClasses, set, addMembers, removeMembers, password } of changes) {
    hash.update(JSON.stringify([kind, verb, subject, dn, newDn, addClasses, set, addMembers, removeMembers, password]));
    if (++seen % PAUSE_EVERY === 0) await pause();
  }
  return hash.digest("hex");
}
