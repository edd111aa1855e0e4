import { sql } from "kysely";
import { chooseUsername } from "../../core/directory/username.ts";
import type { Hash } from "../../core/kernel/derive-id.ts";
import type { ChooseUsername } from "./user-edit-store.ts";

/**
 * Makes the chooser of usernames for people created by hand: the rule a sync follows, over the names that are taken now.
 *
 * @param loadRomanizer loads the pinyin dictionary, which is worth loading only when somebody is new
 */
export function makeUsernameChooser(
  loadRomanizer: () => Promise<(name: string) => string>,
  hash: Hash,
): ChooseUsername {
  return async (tx, person) => {
    const romanize = await loadRomanizer();
    const wished = chooseUsername(person, romanize, hash, () => false);
    const { rows } = await sql<{ username: string }>`
      select lower(username) as username from directory_user where starts_with(lower(username), ${wished})`.execute(tx);
    const taken = new Set(rows.map(({ username }) => username));
    return chooseUsername(person, romanize, hash, (username) => taken.has(username));
  };
}
