import { personAttributes } from "../../core/ldap/provision/desired.ts";
import { memberAttribute } from "../../core/ldap/provision/diff-entry.ts";
import { placeDns } from "../../core/ldap/provision/reading.ts";
import type { FoundEntry, ProvisionInput, TargetShape } from "../../core/ldap/provision/types.ts";
import type { CompiledRelations } from "../../core/ldap/relations/compile.ts";
import { readLinks } from "./link-store.ts";
import { readPasswordTimes } from "./password-store.ts";
import type { DirectoryReading, ServerSession } from "./ports.ts";
import type { ReconcileDeps, ReconcileWork } from "./reconcile-work.ts";
import { countRecentRemovals } from "./run-store.ts";
import { toShape } from "./target-settings.ts";

/** Everything a plan is made from. */
export interface BothSides {
  readonly directory: DirectoryReading;
  readonly input: ProvisionInput;
}

/**
 * Reads the directory and the server at the same time: each waits for the other side's machine most of its time.
 *
 * @throws the signal's reason when the run was stopped meanwhile, and what sessions and the database throw
 */
export async function readBothSides(
  deps: ReconcileDeps,
  { lease, targetId, settings, address }: ReconcileWork,
  session: ServerSession,
  relations: CompiledRelations,
): Promise<BothSides> {
  const { kysely } = deps.database;
  const shape = toShape(settings);
  lease.report({ phase: "reading_target", done: 0, total: null });
  let seen = 0;
  const onPage = (entries: readonly FoundEntry[]) => {
    seen += entries.length;
    lease.report({ phase: "reading_target", done: seen, total: null });
  };
  // A second connection for what is beside people: slapd keeps the place of one paged search a connection.
  const beside = await deps.servers.open(address);
  try {
    const [directory, links, passwords, recentRemovals, found] = await Promise.all([
      deps.directory.read(relations),
      readLinks(deps.database, targetId),
      readPasswordTimes(kysely, settings.password_scheme),
      countRecentRemovals(kysely, targetId, deps.clock.now()),
      readServer(session, beside, shape, personAttributes(relations), onPage),
    ]);
    lease.stopped.throwIfAborted();
    return { directory, input: { shape, found, links, passwords, recentRemovals } };
  } finally {
    await beside.close();
  }
}

async function readServer(
  session: ServerSession,
  beside: ServerSession,
  shape: TargetShape,
  ofPeople: readonly string[],
  onPage: (entries: readonly FoundEntry[]) => void,
): Promise<readonly FoundEntry[]> {
  const branches = placeDns(shape);
  const always = ["objectClass", "entryUUID", "description"];
  const ofOthers = [...always, "cn", "ou", memberAttribute(shape.groupClass)];
  const readOthers = async () => {
    const base = await beside.read(shape.baseDn, ["objectClass", "entryUUID"]);
    const groups = await beside.readBelow(branches.groups, ofOthers, onPage);
    return [...(base ? [base] : []), ...groups, ...(await beside.readBelow(branches.departments, ofOthers, onPage))];
  };
  const read = await Promise.all([
    session.readBelow(branches.people, [...always, "manager", ...ofPeople], onPage),
    readOthers(),
  ]);
  return read.flat();
}
