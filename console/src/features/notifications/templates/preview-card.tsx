import type { MessageTemplateView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Segmented, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { Card, ProblemLine } from "../../../design/index.ts";
import { currentLanguage, LANGUAGE_NAMES } from "../../../i18n/index.ts";
import { MessagePreview } from "./message-preview.tsx";
import { readPreview } from "./read-preview.ts";

const SETTLE_MS = 400;

/**
 * A template as Feishu would get it, in either language. `draft` is what is being edited, instead of what is stored; samples
 * stand for values that are missing.
 */
export function PreviewCard(props: {
  readonly name: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly draft?: Pick<MessageTemplateView, "format" | "texts">;
}) {
  const { t } = useTranslation("notifications");
  const [language, setLanguage] = useState(currentLanguage());
  const [asked, setAsked] = useState(() => ({ values: props.values ?? {}, draft: props.draft }));
  const { name, values, draft } = props;
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ values: values ?? {}, draft }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [values, draft]);
  const { data, error, isPending } = useQuery({
    ...queryOf(routes.previewMessageTemplate, {
      params: { name },
      body: { language, values: asked.values, ...(asked.draft === undefined ? {} : { template: asked.draft }) },
    }),
    placeholderData: (before) => before,
    retry: false,
  });
  return (
    <Card
      title={t("preview.title")}
      extra={
        <Segmented
          size="small"
          aria-label={t("preview.language")}
          value={language}
          options={(["zh", "en"] as const).map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          onChange={setLanguage}
        />
      }
    >
      {error ? <ProblemLine error={error} /> : null}
      {isPending && !error ? <Skeleton active paragraph={{ rows: 3 }} /> : null}
      {data && !error ? (
        <MessagePreview preview={readPreview(data.type, data.content)} card={data.type === "interactive"} />
      ) : null}
    </Card>
  );
}
