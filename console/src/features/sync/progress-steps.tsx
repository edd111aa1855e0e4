import { useTranslation } from "react-i18next";
import { PhaseList } from "./phase-list.tsx";
import type { Run } from "./types.ts";

const PHASES = [
  "starting",
  "reading_departments",
  "reading_users",
  "confirming",
  "planning",
  "applying",
  "reporting",
] as const satisfies readonly Run["progress"]["phase"][];

/** How far a run or preview is, phase by phase. `preview`: nothing is applied. */
export function ProgressSteps({
  progress,
  preview,
}: {
  readonly progress: Run["progress"];
  readonly preview: boolean;
}) {
  const { t } = useTranslation("sync");
  const phases = preview ? PHASES.slice(0, 5) : PHASES;
  return (
    <PhaseList
      phases={phases.map((phase) => ({ phase, word: t(`phase.${phase}`) }))}
      now={progress.phase}
      done={progress.done}
      total={progress.total}
    />
  );
}
