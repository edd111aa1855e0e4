import type { Hash } from "../kernel/derive-id.ts";
import type { LostGround, RangeLoss } from "./contact-range.ts";
import type { IssueList } from "./issues.ts";
import type { SyncPolicy } from "./policy.ts";
import type { DirectorySnapshot, SourceSnapshot, SyncHistory } from "./snapshot.ts";
import type { DirectoryIndex } from "./snapshot-index.ts";

/** Functions the core does not own. */
export interface PlanTools {
  readonly hash: Hash;
  /** A person's name in `a-z`, "" when nothing can be made of it. */
  readonly romanize: (name: string) => string;
}

/** Everything a plan is made from. */
export interface PlanInput {
  readonly source: SourceSnapshot;
  readonly directory: DirectorySnapshot;
  readonly policy: SyncPolicy;
  readonly history: SyncHistory;
  readonly tools: PlanTools;
}

/** What the stages of one planning share. */
export interface PlanContext {
  readonly source: SourceSnapshot;
  readonly index: DirectoryIndex;
  readonly policy: SyncPolicy;
  readonly tools: PlanTools;
  readonly issues: IssueList;
  /** Nothing at all is unread, and the target was everything: absence proves something. */
  readonly everythingRead: boolean;
  /** The list of departments is whole (their members may not be). */
  readonly treeComplete: boolean;
  /** What is asked for by its id and not found is gone, not out of sight. */
  readonly absenceProves: boolean;
  /** Every department that a person of this reading may be in was asked for: what is not listed cannot be seen. */
  readonly departmentsListed: boolean;
  /** Keys of `attributes` that may be read, sorted. */
  readonly readableAttributes: ReadonlySet<string>;
  readonly rangeLoss: RangeLoss | null;
  readonly lostGround: LostGround;
}
