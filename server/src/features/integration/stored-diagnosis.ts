import type { Diagnosis } from "./ports.ts";

/** Raised whenever a diagnosis gets another shape: what an older version left is then asked for anew, not misread. */
const SHAPE = 1;

/** A diagnosis as the database keeps it. */
export function toStoredDiagnosis(diagnosis: Diagnosis): string {
  return JSON.stringify({ shape: SHAPE, diagnosis });
}

/** Reads it back; null where there is none of this shape. */
export function readStoredDiagnosis(stored: unknown): Diagnosis | null {
  if (typeof stored !== "object" || stored === null || !("shape" in stored) || stored.shape !== SHAPE) return null;
  return (stored as unknown as { readonly diagnosis: Diagnosis }).diagnosis;
}
