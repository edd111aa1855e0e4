import { DownloadOutlined } from "@ant-design/icons";
import type { RouteContract } from "@larkbridge/contract";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, type RouteHandle, readFile } from "../api/index.ts";

/** Downloads a list whole, as the filters stand, in a file the server writes. */
export function CsvButton(props: {
  readonly route: RouteHandle<RouteContract>;
  readonly params?: unknown;
  readonly query?: unknown;
  /** Name of the file without its ending; the route's id where not said. */
  readonly fileName?: string;
}) {
  const { t } = useTranslation("design");
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const file = await readFile(props.route, { params: props.params, query: props.query }, "text/csv");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${props.fileName ?? props.route.id}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      void message.error(problemText(t, error).title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void download()}>
      {t("list.csv")}
    </Button>
  );
}
