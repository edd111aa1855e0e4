import type { Projector } from "../../core/ldap/entry.ts";
import { MEMBER_ATTRIBUTES } from "../../core/ldap/entry-values.ts";
import type { Matcher } from "../../core/ldap/match.ts";
import { mayHaveMoreThan } from "../../core/ldap/membership.ts";
import type { Node } from "../../core/ldap/nodes.ts";
import { isInScope, positionAfter, type SearchScope } from "../../core/ldap/scope.ts";
import type { Selected } from "../../core/ldap/select.ts";
import type { BerWriter } from "../../platform/ldap-wire/ber-writer.ts";
import { RESULT, type ResultCode } from "./wire/result-codes.ts";
import { writeLargeEntry } from "./wire/write-large-entry.ts";
import { writeEntry } from "./wire/write-message.ts";

/** Everything a search needs once it is understood. */
export interface SearchWork {
  readonly messageId: number;
  readonly projector: Projector;
  readonly lists: readonly (readonly Node[])[];
  readonly base: Node;
  readonly scope: SearchScope;
  readonly matches: Matcher;
  readonly selected: readonly Selected[];
  readonly typesOnly: boolean;
  /** Order of the node to go on behind; -1 at the start. */
  readonly after: number;
  /** Most entries of this answer. */
  readonly most: number;
  /** What going beyond `most` means: the end of a page, or too many for us or for who asks. */
  readonly beyond: "page" | "our limit" | "their limit";
  /** In terms of `now`. */
  readonly deadline: number;
}

export interface SearchEnd {
  readonly code: ResultCode;
  readonly message?: string;
  /** Order of the last node written when there is another page. */
  readonly next: number | null;
  /** Entries of this answer. */
  readonly written: number;
}

/** How long a step may look, and how many octets it may write, before others have their turn. */
const STEP_MS = 1;
const STEP_BYTES = 256 * 1024;
/** Members of a group that is written piece by piece. */
const LARGE = 2000;
const ASK_IN_PAGES = { message: "more than this server gives at once: ask in pages (RFC 2696)" };
/** Looking at the clock costs as much as looking at a few nodes. */
const LOOK_EVERY = 32;

/** Where a search pauses: between two entries, or with half of one written, where nothing but the rest of it may follow. */
export type Pause = "between" | "inside";

/** Writes the entries of a search, a step between two yields. The answer's last message is the caller's. */
export function* searchSteps(work: SearchWork, writer: BerWriter, now: () => number): Generator<Pause, SearchEnd> {
  const { projector, base, scope } = work;
  const { viewer, show } = projector;
  let stepEnds = now() + STEP_MS;
  let looked = 0;
  let written = 0;
  let last = work.after;
  // Who asks for the names of groups alone waits for nobody to count their members.
  const listsMembers = !work.typesOnly && work.selected.some(({ type }) => MEMBER_ATTRIBUTES.has(type.name));
  const shouldPause = () => writer.length > STEP_BYTES || now() > stepEnds;
  for (const list of work.lists) {
    for (let at = positionAfter(list, work.after); at < list.length; at++) {
      if (writer.length > STEP_BYTES || (++looked % LOOK_EVERY === 0 && now() > stepEnds)) {
        if (now() > work.deadline) return { code: RESULT.timeLimitExceeded, next: null, written };
        yield "between";
        stepEnds = now() + STEP_MS;
      }
      const node = list[at] as Node;
      if (!viewer.sees(node) || !isInScope(node, base, scope)) continue;
      const entry = show(node);
      if (work.matches(entry) !== true) continue;
      if (written === work.most)
        return work.beyond === "page"
          ? { code: RESULT.success, next: last, written }
          : {
              code: RESULT.sizeLimitExceeded,
              next: null,
              written,
              ...(work.beyond === "our limit" ? ASK_IN_PAGES : {}),
            };
      if (listsMembers && node.kind === "group" && mayHaveMoreThan(LARGE, node))
        for (const { begun } of writeLargeEntry(writer, work.messageId, entry.dn, entry, work.selected, shouldPause)) {
          yield begun ? "inside" : "between";
          stepEnds = now() + STEP_MS;
        }
      else writeEntry(writer, work.messageId, entry.dn, entry, work);
      written += 1;
      last = node.order;
    }
  }
  return { code: RESULT.success, next: null, written };
}
