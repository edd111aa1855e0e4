import { findCandidates } from "../../core/ldap/candidates.ts";
import { parseDn } from "../../core/ldap/dn.ts";
import { makeProjector } from "../../core/ldap/entry.ts";
import type { Filter } from "../../core/ldap/filter.ts";
import { escapeFilterValue } from "../../core/ldap/filter-text.ts";
import { compileFilter } from "../../core/ldap/match.ts";
import { findNode } from "../../core/ldap/names.ts";
import type { Node } from "../../core/ldap/nodes.ts";
import { prepareText } from "../../core/ldap/prepare-text.ts";
import type { Tree } from "../../core/ldap/tree.ts";
import { makeViewer, type ServiceAccount } from "../../core/ldap/viewer.ts";

/** How applications write the place of the login in their filters. */
const PLACES = /%s|%u|%\[1\]s|%\{User-Name\}|%\(user\)s|\{0\}|\{login\}|%uid/g;
/** Nodes looked at before others have their turn. */
const STEP = 1000;
/** More are not needed to know that there are several. */
const ENOUGH = 20;

/** Everything, as nobody's account is shown it. */
export const UNNARROWED: ServiceAccount = {
  kind: "service",
  id: "",
  name: "",
  baseDn: null,
  attributes: null,
  groups: null,
};

/** Puts a login into an application's filter. */
export function fillFilter(filter: string, login: string): string {
  return filter.replace(PLACES, () => escapeFilterValue(login));
}

/** Whom an application that binds directly names: a login name, or a whole DN. */
export function findByLogin(tree: Tree, login: string): Node | undefined {
  const dn = login.includes("=") ? parseDn(login) : undefined;
  return dn ? findNode(tree, dn) : tree.personByUid.get(prepareText(login));
}

/** What an account finds by a filter, in turns with everybody else's work; no more than is needed to tell one from several. */
export async function findByFilter(tree: Tree, account: ServiceAccount, filter: Filter): Promise<readonly Node[]> {
  const { show, viewer } = makeProjector(tree, makeViewer(tree, account));
  const matches = compileFilter(filter);
  const found: Node[] = [];
  let looked = 0;
  for (const node of findCandidates(tree, filter) ?? tree.people) {
    if (++looked % STEP === 0) await new Promise((resolve) => setImmediate(resolve));
    if (viewer.sees(node) && matches(show(node)) === true) found.push(node);
    if (found.length === ENOUGH) break;
  }
  return found;
}
