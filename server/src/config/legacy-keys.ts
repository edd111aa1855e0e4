import type { ConfigMistake } from "./mistakes.ts";
import { isTree, removeAt, type Tree } from "./tree.ts";

/** go-ldap-admin's names (S17, product.md 5.9) → our key, if there is one, and what to do. */
const SUCCESSORS: Readonly<Record<string, { readonly path: string | null; readonly cure: string }>> = {
  "app-id": { path: "feishu.app_id", cure: "Write it as feishu.app_id." },
  "app-secret": {
    path: "feishu.app_secret",
    cure: "Write it as feishu.app_secret, or name a file with feishu.app_secret_file.",
  },
  flag: { path: null, cure: "Remove it: an account's origin is always recorded." },
  "user-init-password": {
    path: "initial_password.value",
    cure: 'Write it as initial_password: { policy: fixed, value: "…" }, or better choose the policy none or one_time_link.',
  },
};

/** Takes the older product's keys out of the tree, wherever they stand, each with its new name as the cure. */
export function takeLegacyKeys(
  tree: Tree,
  locate: (segments: readonly string[]) => string,
): { readonly mistakes: readonly ConfigMistake[]; readonly meant: readonly string[] } {
  const mistakes: ConfigMistake[] = [];
  const meant: string[] = [];
  const search = (section: Tree, above: readonly string[]) => {
    for (const [name, value] of Object.entries(section)) {
      const segments = [...above, name];
      const successor = Object.hasOwn(SUCCESSORS, name) ? SUCCESSORS[name] : undefined;
      if (successor === undefined) {
        if (isTree(value)) search(value, segments);
        continue;
      }
      const path = segments.join(".");
      const message = `${path} is a key of go-ldap-admin.`;
      mistakes.push({ code: "config_legacy_key", path, where: locate(segments), message, cure: successor.cure });
      if (successor.path !== null) meant.push(successor.path);
      removeAt(tree, segments);
    }
  };
  search(tree, []);
  return { mistakes, meant };
}
