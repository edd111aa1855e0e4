import { draw } from "../tenant/random.ts";

/** What the way to the consumer does to events on request: shares between 0 and 1, drawn by the seed. */
export interface Disturbance {
  /** Pushed again after an acknowledgement, under the same event id. */
  duplicateShare: number;
  /** Never pushed. */
  dropShare: number;
  /** Each event leaves at a drawn moment up to so much later, so that their order is lost. */
  scatterSeconds: number;
  /** Nothing leaves until this ends. */
  hold: boolean;
  seed: number;
}

export function noDisturbance(): Disturbance {
  return { duplicateShare: 0, dropShare: 0, scatterSeconds: 0, hold: false, seed: 1 };
}

/** What happens to event number `place`. */
export function disturb(disturbance: Disturbance, place: number) {
  const share = (salt: number) => draw(disturbance.seed, place, salt) / 0x1_0000_0000;
  return {
    drop: share(110) < disturbance.dropShare,
    duplicate: share(111) < disturbance.duplicateShare,
    delayMs: Math.floor(share(112) * disturbance.scatterSeconds * 1000),
  };
}
