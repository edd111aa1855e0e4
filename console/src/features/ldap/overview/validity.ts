import type { Tone } from "../../../design/index.ts";

const DAY = 24 * 60 * 60 * 1000;
/** From here on somebody should see to a new certificate. */
const SOON_DAYS = 30;

/** How long a certificate still holds. */
export interface Validity {
  readonly state: "valid" | "soon" | "expired" | "not_yet";
  readonly tone: Tone;
  /** Whole days until it ends, or since it ended. */
  readonly days: number;
}

/** What a certificate's dates mean at `now`. */
export function validityAt(dates: { readonly not_before: string; readonly not_after: string }, now: Date): Validity {
  const left = Date.parse(dates.not_after) - now.getTime();
  const days = Math.floor(Math.abs(left) / DAY);
  if (left <= 0) return { state: "expired", tone: "danger", days };
  if (Date.parse(dates.not_before) > now.getTime()) return { state: "not_yet", tone: "danger", days };
  return days < SOON_DAYS ? { state: "soon", tone: "warning", days } : { state: "valid", tone: "success", days };
}
