import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Copies a text and says so, to screen readers too. `what` names it in the label: "Copy App ID". */
export function CopyButton({
  text,
  what,
  label,
}: {
  readonly text: string;
  readonly what: string;
  readonly label?: string;
}) {
  const { t } = useTranslation("design");
  const { message } = App.useApp();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Browsers forbid it on a page without https; the text stands on the page to be selected by hand.
      void message.warning(t("copy.refused"));
    }
  };
  return (
    <>
      <Button
        size="small"
        type={label === undefined ? "text" : "default"}
        icon={copied ? <CheckOutlined /> : <CopyOutlined />}
        aria-label={label === undefined ? t("copy.what", { what }) : undefined}
        onClick={() => void copy()}
        onBlur={() => setCopied(false)}
      >
        {label}
      </Button>
      <span role="status" className="visually-hidden">
        {copied ? t("copy.done") : ""}
      </span>
    </>
  );
}
