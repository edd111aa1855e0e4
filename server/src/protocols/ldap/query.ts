import { findAttributeType } from "../../core/ldap/attribute-types.ts";
import { findCandidates } from "../../core/ldap/candidates.ts";
import { type Dn, dnKey, parseDn } from "../../core/ldap/dn.ts";
import { makeProjector } from "../../core/ldap/entry.ts";
import { compileFilter, type MatchedEntry } from "../../core/ldap/match.ts";
import { dnOf, findMatched, findNode } from "../../core/ldap/names.ts";
import { containers } from "../../core/ldap/nodes.ts";
import { rootDse } from "../../core/ldap/root-dse.ts";
import { listScope } from "../../core/ldap/scope.ts";
import { selectAttributes } from "../../core/ldap/select.ts";
import { SUBSCHEMA_DN, subschema } from "../../core/ldap/subschema.ts";
import type { Tree } from "../../core/ldap/tree.ts";
import { makeViewer, type Principal } from "../../core/ldap/viewer.ts";
import type { BerWriter } from "../../platform/ldap-wire/ber-writer.ts";
import type { Page } from "./paging.ts";
import type { LdapSettings } from "./ports.ts";
import type { SearchWork } from "./search-steps.ts";
import type { CompareRequest, SearchRequest } from "./wire/messages.ts";
import { type LdapResult, RESULT } from "./wire/result-codes.ts";
import { writeEntry } from "./wire/write-message.ts";

/** Longest a search may take, whatever the client allows. */
const MAX_SECONDS = 60;
const SUBSCHEMA_KEY = dnKey(parseDn(SUBSCHEMA_DN) ?? []);
const BIND_FIRST: LdapResult = { code: RESULT.insufficientAccessRights, message: "bind first" };

export interface Asked {
  readonly tree: Tree;
  readonly principal: Principal;
  readonly settings: LdapSettings;
}

/** Understands a search: its work, or its result when there is none to do. */
export function planSearch(
  { tree, principal, settings }: Asked,
  request: SearchRequest,
  messageId: number,
  page: Page | null,
  writer: BerWriter,
  now: number,
): { readonly work: SearchWork } | { readonly result: LdapResult } {
  const name = parseDn(request.base);
  if (name === undefined) return { result: { code: RESULT.invalidDnSyntax, message: "not a distinguished name" } };
  const matches = compileFilter(request.filter);
  const selected = selectAttributes(request.attributes);
  const own = request.scope === "base" ? findOwnEntry(name, settings) : undefined;
  if (own) {
    const entry = constantEntry(own.values);
    if (matches(entry) === true)
      writeEntry(writer, messageId, own.dn, entry, { selected, typesOnly: request.typesOnly });
    return { result: { code: RESULT.success } };
  }
  if (principal.kind === "anonymous") return { result: BIND_FIRST };
  const viewer = makeViewer(tree, principal);
  const atRoot = name.length === 0;
  const base = atRoot ? containers.base : findNode(tree, name);
  if (base === undefined || !viewer.sees(base)) return { result: noSuchObject(tree, principal, name) };
  // What lies one level below the root is our base itself.
  const scope = atRoot && request.scope === "one" ? "base" : request.scope;
  const asked = (request.sizeLimit || Number.POSITIVE_INFINITY) - (page?.sent ?? 0);
  // Who asks in pages has said how much they can take at once.
  const ours = page === null ? (settings.sizeLimit ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const isPaged = page !== null && page.size > 0 && page.size < asked;
  const candidates = scope === "base" ? undefined : findCandidates(tree, request.filter);
  return {
    work: {
      messageId,
      projector: makeProjector(tree, viewer),
      lists: candidates ? [candidates] : listScope(tree, base, scope),
      base,
      scope,
      matches,
      selected,
      typesOnly: request.typesOnly,
      after: page?.after ?? -1,
      most: isPaged ? page.size : Math.min(asked, ours),
      beyond: isPaged ? "page" : ours < asked ? "our limit" : "their limit",
      deadline: now + Math.min(request.timeLimit || MAX_SECONDS, MAX_SECONDS) * 1000,
    },
  };
}

/** Answers whether an entry has a value (RFC 4511 section 4.10). */
export function compare({ tree, principal, settings }: Asked, request: CompareRequest): LdapResult {
  const name = parseDn(request.entry);
  if (name === undefined) return { code: RESULT.invalidDnSyntax, message: "not a distinguished name" };
  const type = findAttributeType(request.attribute);
  const own = findOwnEntry(name, settings);
  if (!own && principal.kind === "anonymous") return BIND_FIRST;
  const viewer = makeViewer(tree, principal);
  const node = own ? undefined : findNode(tree, name);
  const entry = own ? constantEntry(own.values) : node && viewer.sees(node) && makeProjector(tree, viewer).show(node);
  if (!entry) return noSuchObject(tree, principal, name);
  if (type === undefined) return { code: RESULT.undefinedAttributeType, message: "an unknown attribute" };
  if (entry.values(type.name).length === 0) return { code: RESULT.noSuchAttribute };
  const equal = compileFilter({ kind: "equal", attribute: request.attribute, value: request.value })(entry);
  return { code: equal === true ? RESULT.compareTrue : RESULT.compareFalse };
}

/** The entries that are about the server itself, which everybody may read. */
function findOwnEntry(name: Dn, settings: LdapSettings) {
  if (name.length === 0) return { dn: "", values: rootDse(settings) };
  return dnKey(name) === SUBSCHEMA_KEY ? { dn: SUBSCHEMA_DN, values: subschema } : undefined;
}

function constantEntry(values: Readonly<Record<string, readonly string[]>>): MatchedEntry {
  return { values: (attribute) => values[attribute] ?? [], holds: () => undefined, nameParts: () => [] };
}

function noSuchObject(tree: Tree, principal: Principal, name: Dn): LdapResult {
  const matched = principal.kind === "anonymous" ? undefined : findMatched(tree, name);
  const shown = matched && makeViewer(tree, principal).sees(matched);
  return { code: RESULT.noSuchObject, ...(shown ? { matchedDn: dnOf(tree, matched) } : {}) };
}
