import type { MessagePort } from "node:worker_threads";
import type { SyncTarget } from "../../../core/sync/snapshot.ts";
import type { ErrorOnWire } from "../../../platform/threads/error-on-wire.ts";
import type { ClientSettings } from "../client.ts";
import type { ReadResult } from "../contacts.ts";
import type { ReadProgress } from "../reading.ts";
import type { FailureOnWire } from "./failure-on-wire.ts";
import type { TokenState } from "./gate.ts";

/** What a reading thread is born with. */
export interface ReadingThreadData {
  readonly settings: ClientSettings;
  readonly target: SyncTarget;
  /** Takes in `SourceBatch`es. */
  readonly door: MessagePort;
  readonly gate: MessagePort;
  readonly tokenState: TokenState;
}

export type FromReadingThread =
  | { readonly kind: "progress"; readonly progress: ReadProgress }
  | { readonly kind: "read"; readonly result: ReadResult }
  | { readonly kind: "failed"; readonly failure: FailureOnWire }
  /** Whoever takes the records in is gone. */
  | { readonly kind: "left_alone" }
  | ({ readonly kind: "broken" } & ErrorOnWire);
