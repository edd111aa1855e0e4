import { resignedAmong } from "./endpoints.ts";
import { isFailure } from "./failure.ts";
import { readPermissions } from "./granted.ts";
import { readPages } from "./pager.ts";
import type { Reading } from "./reading.ts";

/** Most people one roster call takes (feishu contract 4.1). */
const AT_ONCE = 100;

/**
 * Asks the HR roster which of these people resigned: one more proof of absence, never needed (product.md 5.12). An app
 * without the permission, a company without that product (1241004) or any trouble proves nobody's leaving.
 *
 * @returns those proved to have resigned
 */
export async function readLeavers(reading: Reading, openIds: readonly string[]): Promise<ReadonlySet<string>> {
  const left = new Set<string>();
  if (openIds.length === 0) return left;
  const asked = new Set(openIds);
  try {
    const granted = await readPermissions(reading);
    if (!granted?.has("ehr:employee:readonly")) return left;
    for (let from = 0; from < openIds.length; from += AT_ONCE) {
      const some = openIds.slice(from, from + AT_ONCE);
      for await (const page of readPages((token) => reading.ask(resignedAmong(some, token)))) {
        for (const { user_id } of page) if (user_id && asked.has(user_id)) left.add(user_id);
      }
    }
  } catch (error) {
    // What was proved so far stays proved; the others simply have no second witness.
    if (!isFailure(error)) throw error;
  }
  return left;
}
