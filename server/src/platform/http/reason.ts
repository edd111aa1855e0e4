import { errors, isErrorCode, renderMessage } from "@larkbridge/contract";
import type { Detail } from "../../core/kernel/failure.ts";

/** A code with the values of its sentence, as runs and plans keep it; a sharper message or cure may have come along. */
export interface StoredReason {
  readonly code: string;
  readonly detail: Detail;
  readonly message?: string;
  readonly cure?: string;
}

/** Renders a stored code with its values for people; a sharper message or cure that came along wins. */
export function toReason(stored: StoredReason): { code: string; message: string; cure: string } {
  const { code } = stored;
  if (!isErrorCode(code)) {
    // A newer server may have written a code that this one does not know.
    return { code, message: stored.message ?? code, cure: stored.cure ?? "See docs/errors.md of the newest version." };
  }
  return {
    code,
    message: stored.message ?? renderMessage(code, stored.detail),
    cure: stored.cure ?? errors[code].cure,
  };
}
