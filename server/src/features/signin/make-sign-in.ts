import type { Clock } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeBegin } from "./begin.ts";
import { makeComplete } from "./complete.ts";
import { makeFlowStore } from "./flow-store.ts";
import type { FeishuEntry, FeishuSignIn, Provision } from "./ports.ts";

/** Puts signing in with Feishu together. */
export function makeFeishuSignIn(parts: {
  readonly db: OpenDatabase["kysely"];
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly entry: FeishuEntry;
  readonly provision: Provision;
  readonly publicUrl: () => Promise<string>;
}): FeishuSignIn {
  const { db, clock } = parts;
  const flows = makeFlowStore(db, parts.box);
  return {
    ...makeBegin({ ...parts, flows }),
    ...makeComplete({ ...parts, flows }),
    findOutcome: async (browserSecret) =>
      browserSecret === null ? undefined : flows.findOutcome(browserSecret, clock.now()),
  };
}
