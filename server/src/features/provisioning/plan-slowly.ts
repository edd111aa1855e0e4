import { setImmediate as pause } from "node:timers/promises";
import { planProvision } from "../../core/ldap/provision/plan.ts";
import type { ProvisionInput, ProvisionPlan } from "../../core/ldap/provision/types.ts";
import type { CompiledRelations } from "../../core/ldap/relations/compile.ts";
import type { Tree } from "../../core/ldap/tree.ts";
import type { DirectoryReading, ReadableDirectory } from "./ports.ts";

/**
 * Plans on the tree that LDAP serves, and where that moved meanwhile on one read for this plan alone, which stands still. Lets the
 * process do other things between two parts of the planning.
 *
 * @returns the plan, and the revision it brings a server to, or to a later one
 * @throws the signal's reason once it is aborted, and what reading throws
 */
export async function planSlowly(
  directory: ReadableDirectory,
  reading: DirectoryReading,
  relations: CompiledRelations,
  input: ProvisionInput,
  stopped: AbortSignal,
): Promise<{ readonly plan: ProvisionPlan; readonly revision: number }> {
  const plan = await planOn(await reading.tree(), input, stopped);
  if (plan) return { plan, revision: reading.revision };
  const own = await directory.readOwn(relations);
  const again = await planOn(await own.tree(), input, stopped);
  if (again === undefined) throw new Error("a tree that was read for one plan has moved");
  return { plan: again, revision: own.revision };
}

/** Undefined as soon as the tree is another than it was: half of a plan would be of each. */
async function planOn(
  tree: Tree | undefined,
  input: ProvisionInput,
  stopped: AbortSignal,
): Promise<ProvisionPlan | undefined> {
  if (tree === undefined) return undefined;
  const { changeCount } = tree;
  const planning = planProvision(tree, input);
  for (;;) {
    const step = planning.next();
    if (step.done) return step.value;
    await pause();
    stopped.throwIfAborted();
    if (tree.changeCount !== changeCount) return undefined;
  }
}
