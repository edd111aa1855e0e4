import type { Detail } from "../../core/kernel/failure.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { PressOutcome } from "../../core/notify/press-words.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { QueueMessages, UpdateCards } from "../messages/index.ts";
import type { SyncRuns } from "../sync/index.ts";

/** What notices need of others; the composition root puts it together. */

/** The database, or a transaction on it. */
export type Db = OpenDatabase["kysely"];

/** Sends a text to whoever has an address in Feishu, at once. A code of the closed list tells why it did not arrive. */
export type SendToEmail = (
  email: string,
  text: string,
  signal: AbortSignal,
) => Promise<Result<null, { readonly code: SendFailure; readonly detail?: Detail }>>;

/** Nobody has the address, or may be written to; the app lacks something; Feishu has trouble. */
export type SendFailure = "feishu_email_unreachable" | "feishu_email_not_sent";

export interface NoticeParts {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  /** Where people reach the console. Without a slash at its end. */
  readonly publicUrl: () => Promise<string>;
  readonly queueMessages: QueueMessages;
  readonly updateCards: UpdateCards;
  /** Told of failures that are ours to look at. */
  readonly onError: (message: string, error: unknown) => void;
}

/** What answering cards needs beside it. */
export interface CardParts extends NoticeParts {
  readonly runs: Pick<SyncRuns, "approve">;
  /** Counts what presses of cards came to. */
  readonly onPress: (outcome: PressOutcome) => void;
}
