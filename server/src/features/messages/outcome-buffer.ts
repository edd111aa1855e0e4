import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { noteOutcomes, type Outcome } from "./outcome-store.ts";

/** Outcomes wait so long for others, so that a busy second costs a few transactions. */
const GATHER_MS = 40;

/**
 * Notes outcomes in batches. What could not be noted is kept and tried again: the messages are this process's as long as it lives,
 * and should it die, they are sent again under their uuid.
 */
export function makeOutcomeBuffer(
  db: OpenDatabase["kysely"],
  process: string,
  onError: (message: string, error: unknown) => void,
) {
  let waiting: Outcome[] = [];
  let isTimed = false;
  let writing: Promise<boolean> | undefined;
  const held = new Set<string>();

  async function write(): Promise<boolean> {
    const outcomes = waiting;
    waiting = [];
    try {
      await noteOutcomes(db, process, outcomes);
      for (const { id } of outcomes) held.delete(id);
      return true;
    } catch (error) {
      waiting = [...outcomes, ...waiting];
      onError("outcomes of messages could not be noted", error);
      return false;
    }
  }
  function later(afterMs: number): void {
    if (isTimed) return;
    isTimed = true;
    setTimeout(() => {
      isTimed = false;
      void flush();
    }, afterMs).unref();
  }
  /** Writes what waits; one at a time. Returns whether nothing is left. */
  async function flush(): Promise<boolean> {
    while (writing !== undefined) await writing;
    if (waiting.length === 0) return true;
    writing = write();
    const written = await writing;
    writing = undefined;
    if (!written) later(1_000);
    return written && waiting.length === 0;
  }
  return {
    /** Messages this process holds: claimed, and not noted yet. */
    held,
    add(outcome: Outcome): void {
      waiting.push(outcome);
      later(GATHER_MS);
    },
    flush,
  };
}
