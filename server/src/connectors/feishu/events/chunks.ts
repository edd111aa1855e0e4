import { MAX_ENVELOPE_BYTES } from "./envelope.ts";

/** A frame's part of a payload (feishu contract 9.2): `seq` of `sum`, from 0, in any order. */
export interface Chunk {
  readonly messageId: string;
  readonly sum: number;
  readonly seq: number;
  readonly bytes: Buffer;
}

export type Joined =
  | { readonly kind: "whole"; readonly payload: Buffer }
  | { readonly kind: "waiting" }
  /** Larger than any event, or numbered against its own sum. */
  | { readonly kind: "refused"; readonly cause: "too_large" | "malformed" };

export interface ChunkJoiner {
  add(chunk: Chunk, nowMs: number): Joined;
  /** Sets given up so far, because a part never came. The sender repeats what was not acknowledged. */
  readonly lost: number;
}

interface Unfinished {
  readonly parts: Map<number, Buffer>;
  readonly sum: number;
  readonly since: number;
  bytes: number;
}

/** As the official client for Node keeps them. */
const PATIENCE_MS = 10_000;
/** Parts of unfinished payloads that are kept at once. */
const MAX_KEPT_BYTES = 8 * MAX_ENVELOPE_BYTES;

/** Joins payloads that come in pieces. What is unfinished is bounded in time and in size. */
export function makeChunkJoiner(): ChunkJoiner {
  // In the order of their first part, so that the oldest is found first.
  const sets = new Map<string, Unfinished>();
  let kept = 0;
  let lost = 0;

  function drop(messageId: string, set: Unfinished): void {
    sets.delete(messageId);
    kept -= set.bytes;
  }
  function giveUp(isTooOld: (set: Unfinished) => boolean): void {
    for (const [messageId, set] of sets) {
      if (!isTooOld(set) && kept <= MAX_KEPT_BYTES) return;
      drop(messageId, set);
      lost++;
    }
  }

  return {
    add({ messageId, sum, seq, bytes }, nowMs) {
      giveUp(({ since }) => nowMs - since > PATIENCE_MS);
      if (!Number.isInteger(sum) || !Number.isInteger(seq) || sum < 1 || seq < 0 || seq >= sum)
        return { kind: "refused", cause: "malformed" };
      if (sum === 1)
        return bytes.length > MAX_ENVELOPE_BYTES
          ? { kind: "refused", cause: "too_large" }
          : { kind: "whole", payload: bytes };
      const set = sets.get(messageId) ?? { parts: new Map<number, Buffer>(), sum, since: nowMs, bytes: 0 };
      if (set.sum !== sum) return { kind: "refused", cause: "malformed" };
      sets.set(messageId, set);
      if (!set.parts.has(seq)) {
        // A copy: the bytes may be a window into a larger buffer.
        set.parts.set(seq, Buffer.from(bytes));
        set.bytes += bytes.length;
        kept += bytes.length;
      }
      if (set.bytes > MAX_ENVELOPE_BYTES) {
        drop(messageId, set);
        return { kind: "refused", cause: "too_large" };
      }
      if (set.parts.size < sum) {
        giveUp(() => false);
        return { kind: "waiting" };
      }
      drop(messageId, set);
      const parts = Array.from({ length: sum }, (_, place) => set.parts.get(place) ?? Buffer.alloc(0));
      return { kind: "whole", payload: Buffer.concat(parts) };
    },
    get lost() {
      return lost;
    },
  };
}
