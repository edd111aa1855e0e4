import { errors, isErrorCode, renderMessage } from "@larkbridge/contract";
import type { Detail } from "../../core/kernel/failure.ts";

/** A code with the values of its sentence, as runs and plans keep it; a sharper message or cure may have come along. */
export interface StoredReason {
  readonly code: string;
  readonly detail: Detail;
  readonly message?: string;
  readonly cure?: string;
}

/** A reason as the contract shows it. */
export interface ShownReason {
  code: string;
  message: string;
  cure: string;
  /** The values of the sentence, for whoever tells it in another language. */
  values?: Detail;
}

/** Renders a stored code with its values for people; a sharper message or cure that came along wins. */
export function toReason(stored: StoredReason): ShownReason {
  const { code, detail } = stored;
  const values = Object.keys(detail).length === 0 ? {} : { values: detail };
  if (!isErrorCode(code)) {
    // A newer server may have written a code that this one does not know.
    const cure = stored.cure ?? "See docs/errors.md of the newest version.";
    return { code, message: stored.message ?? code, cure, ...values };
  }
  return {
    code,
    message: stored.message ?? renderMessage(code, detail),
    cure: stored.cure ?? errors[code].cure,
    ...values,
  };
}
