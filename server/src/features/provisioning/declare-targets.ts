import type { Actor } from "../../core/kernel/actor.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import { equalSecrets } from "../../platform/crypto/token.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { NewTarget, Target, TargetChanges } from "./ports.ts";
import { readTargets } from "./target-reader.ts";
import { findSettledChange, nextRunOf } from "./target-settings.ts";
import { lockDeclarations, readBindPassword, writeNewTarget, writeTargetChanges } from "./target-store.ts";

/** A declared server that cannot be changed as declared: entries were written below the names it had. */
export interface UndeclarableTarget {
  readonly code: "ldap_target_in_use";
  readonly detail: { readonly name: string; readonly field: string; readonly entries: number };
}

/**
 * Makes the servers a file or the environment declares what it says, by their names, and hands those it no longer declares over to
 * the console (product.md 5.9): their entries, links and runs stay. Every start of every process declares the same again; what is as
 * declared is left alone.
 */
export async function declareTargets(
  {
    database,
    box,
    clock,
  }: { readonly database: Pick<OpenDatabase, "kysely">; readonly box: SecretBox; readonly clock: Clock },
  declared: readonly NewTarget[],
  actor: Actor,
): Promise<Result<null, UndeclarableTarget>> {
  return database.kysely.transaction().execute(async (tx) => {
    await lockDeclarations(tx);
    const targets = await readTargets(tx);
    const now = clock.now();
    const find = ({ name }: NewTarget) => targets.find((target) => target.name.toLowerCase() === name.toLowerCase());
    for (const wanted of declared) {
      const target = find(wanted);
      const moved = target && findSettledChange(target, wanted);
      // Before anything is written: all of it is taken over, or nothing.
      if (moved) return err({ code: "ldap_target_in_use", detail: { name: wanted.name, ...moved } });
    }
    for (const wanted of declared) {
      const by = { actor, now, nextRunAt: nextRunOf(wanted, now), setByFile: true };
      const target = find(wanted);
      if (target === undefined) await writeNewTarget(tx, box, wanted, by);
      else await writeTargetChanges(tx, box, target, await withoutKnownPassword(tx, target, wanted), by);
    }
    const kept = new Set(declared.map(find));
    for (const target of targets)
      if (target.setByFile && !kept.has(target)) {
        const { nextRunAt } = target;
        await writeTargetChanges(tx, box, target, {}, { actor, now, nextRunAt, setByFile: false });
      }
    return ok(null);
  });

  async function withoutKnownPassword(
    tx: OpenDatabase["kysely"],
    target: Target,
    wanted: NewTarget,
  ): Promise<TargetChanges> {
    const { bind_password: password, ...rest } = wanted;
    return equalSecrets(await readBindPassword(tx, box, target.id), password) ? rest : wanted;
  }
}
