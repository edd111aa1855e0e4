import { CheckCircleOutlined, LoadingOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { Progress } from "antd";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import "./sync.css";

/** How far something that runs is, phase by phase. `now` is the phase it is in. */
export function PhaseList<Phase extends string>(props: {
  readonly phases: readonly { readonly phase: Phase; readonly word: string }[];
  readonly now: Phase;
  readonly done: number;
  readonly total: number | null;
}) {
  const { t } = useTranslation("sync");
  const { phases, done, total } = props;
  const now = phases.findIndex(({ phase }) => phase === props.now);
  const word = phases[now]?.word ?? "";
  const number = (value: number) => formatNumber(value, currentLanguage());
  return (
    <>
      <ol className="phase-list">
        {phases.map(({ phase, word: name }, index) => {
          const Icon = index < now ? CheckCircleOutlined : index === now ? LoadingOutlined : MinusCircleOutlined;
          return (
            <li
              key={phase}
              className={index < now ? "phase-done" : undefined}
              aria-current={index === now ? "step" : undefined}
            >
              <Icon aria-hidden />
              {name}
              {index === now && done > 0 ? (
                <span className="tabular">
                  {total === null ? number(done) : t("phase.of", { done: number(done), total: number(total) })}
                </span>
              ) : null}
            </li>
          );
        })}
      </ol>
      {total ? (
        <Progress percent={Math.floor((100 * done) / total)} aria-label={word} style={{ marginTop: 12 }} />
      ) : null}
      <p role="status" className="visually-hidden">
        {word}
      </p>
    </>
  );
}
