import type { ReactNode } from "react";

export type Tone = "success" | "warning" | "danger" | "info" | "neutral";

/** A state: colour and word together, never colour alone. `moving` marks what is under way. */
export function StatusPill({
  tone,
  moving = false,
  children,
}: {
  readonly tone: Tone;
  readonly moving?: boolean;
  readonly children: ReactNode;
}) {
  return <span className={`pill pill-${tone}${moving ? " pill-moving" : ""}`}>{children}</span>;
}
