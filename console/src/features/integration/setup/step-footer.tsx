import { Button } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";

/** The way back, past and on. The one reason that closes the way on stands beside it. */
export function StepFooter(props: {
  readonly onBack?: () => void;
  readonly onSkip?: () => void;
  readonly next: {
    readonly onClick: () => void;
    readonly disabled?: boolean;
    readonly busy?: boolean;
    readonly label?: string;
  };
  readonly reason?: string | null;
}) {
  const { t } = useTranslation("integration");
  const reasonId = useId();
  return (
    <footer className="step-footer">
      {props.onBack ? <Button onClick={props.onBack}>{t("setup.back")}</Button> : null}
      <p id={reasonId} className="step-reason">
        {props.reason}
      </p>
      {props.onSkip ? (
        <Button type="text" onClick={props.onSkip}>
          {t("setup.skip")}
        </Button>
      ) : null}
      <Button
        type="primary"
        aria-describedby={reasonId}
        disabled={props.next.disabled ?? false}
        loading={props.next.busy ?? false}
        onClick={props.next.onClick}
      >
        {props.next.label ?? t("setup.next")}
      </Button>
    </footer>
  );
}
