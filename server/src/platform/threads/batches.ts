import type { MessagePort } from "node:worker_threads";

/** The thread at the other end of a port is gone, and with it whatever was handed over. */
export class OtherEndGone extends Error {
  override readonly name = "OtherEndGone";

  constructor() {
    super("the thread that takes the batches in is gone");
  }
}

/** The sending end of a port. */
export interface BatchSender<Batch> {
  /** Hands a batch over; the promise asks to wait while the other end has enough to take in, and rejects with OtherEndGone. */
  hand(batch: Batch): void | Promise<void>;
  /** Resolves once everything handed over has been taken in. Rejects with OtherEndGone. */
  drained(): Promise<void>;
}

/** Batches on their way; more would pile up as copies outside of any heap. */
const MAX_WAITING = 16;

/** Sends batches through a port whose other end `takeBatches` serves. The port keeps the thread alive until it is closed. */
export function sendBatches<Batch>(port: MessagePort): BatchSender<Batch> {
  let gone = false;
  let waiting = 0;
  let room: PromiseWithResolvers<void> | undefined;
  let empty: PromiseWithResolvers<void> | undefined;
  // Every message back says that one batch has been taken in.
  port.on("message", () => {
    waiting--;
    room?.resolve();
    room = undefined;
    if (waiting === 0) empty?.resolve();
  });
  port.on("close", () => {
    gone = true;
    room?.reject(new OtherEndGone());
    empty?.reject(new OtherEndGone());
  });
  return {
    hand(batch) {
      if (gone) return Promise.reject(new OtherEndGone());
      port.postMessage(batch);
      waiting++;
      if (waiting < MAX_WAITING) return undefined;
      room ??= Promise.withResolvers<void>();
      return room.promise;
    },
    async drained() {
      if (gone) throw new OtherEndGone();
      if (waiting === 0) return;
      empty ??= Promise.withResolvers<void>();
      await empty.promise;
      empty = undefined;
    },
  };
}

/** Serves the taking end of a port. What `take` throws is the thread's own failure. */
export function takeBatches<Batch>(port: MessagePort, take: (batch: Batch) => void): void {
  port.on("message", (batch: Batch) => {
    take(batch);
    port.postMessage("taken");
  });
}
