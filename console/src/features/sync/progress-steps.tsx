import { CheckCircleOutlined, LoadingOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { Progress } from "antd";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import type { Run } from "./types.ts";
import "./sync.css";

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
  const now = phases.indexOf(progress.phase);
  const number = (value: number) => formatNumber(value, currentLanguage());
  return (
    <>
      <ol className="phase-list">
        {phases.map((phase, index) => {
          const Icon = index < now ? CheckCircleOutlined : index === now ? LoadingOutlined : MinusCircleOutlined;
          return (
            <li
              key={phase}
              className={index < now ? "phase-done" : undefined}
              aria-current={index === now ? "step" : undefined}
            >
              <Icon aria-hidden />
              {t(`phase.${phase}`)}
              {index === now && progress.done > 0 ? (
                <span className="tabular">
                  {progress.total === null
                    ? number(progress.done)
                    : t("phase.of", { done: number(progress.done), total: number(progress.total) })}
                </span>
              ) : null}
            </li>
          );
        })}
      </ol>
      {progress.total ? (
        <Progress
          percent={Math.floor((100 * progress.done) / progress.total)}
          aria-label={t(`phase.${progress.phase}`)}
          style={{ marginTop: 12 }}
        />
      ) : null}
      <p role="status" className="visually-hidden">
        {t(`phase.${progress.phase}`)}
      </p>
    </>
  );
}
