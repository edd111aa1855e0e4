import { InboxOutlined, WarningOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, problemText } from "../api/index.ts";
import { CopyButton } from "./copy-button.tsx";
import { Mono } from "./text.tsx";

/** Nothing here: why, and one thing to do about it. */
export function EmptyState(props: { readonly title: string; readonly about?: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="state">
      <InboxOutlined className="state-icon" aria-hidden />
      <strong>{props.title}</strong>
      {props.about ? <p>{props.about}</p> : null}
      {props.action}
    </div>
  );
}

/** It did not work: what happened, what to do, and a way to try again. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation("design");
  const { title, cure } = problemText(t, error);
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  return (
    <div className="state state-danger" role="alert">
      <WarningOutlined className="state-icon" aria-hidden />
      <strong>{title}</strong>
      <p>{cure}</p>
      {requestId ? (
        <p>
          {t("error.request")} <Mono>{requestId}</Mono> <CopyButton text={requestId} what={t("error.request")} />
        </p>
      ) : null}
      {onRetry ? <Button onClick={onRetry}>{t("error.retry")}</Button> : null}
    </div>
  );
}

/** The shape of a page to come; shown after 200 ms, so that a quick answer does not flicker. */
export function PageSkeleton({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useTranslation("design");
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 200);
    return () => clearTimeout(timer);
  }, []);
  // Busy from the start: whoever waits for the page by machine must not take an empty one for it.
  if (!shown) return <div aria-busy="true" />;
  return (
    <div role="status" aria-busy="true" aria-label={t("loading")}>
      <Skeleton active paragraph={{ rows }} />
    </div>
  );
}
