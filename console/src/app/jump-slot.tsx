import { SearchOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const JumpDialog = lazy(async () => ({ default: (await import("./jump-dialog.tsx")).JumpDialog }));

/** The way to every page by its name: a button, and Ctrl K or ⌘ K. The dialog is loaded when it is first needed. */
export function JumpSlot() {
  const { t } = useTranslation("app");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const watch = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", watch);
    return () => removeEventListener("keydown", watch);
  }, []);
  return (
    <>
      <Button
        type="text"
        icon={<SearchOutlined />}
        aria-label={t("jump.title")}
        aria-keyshortcuts="Control+K Meta+K"
        title={`${t("jump.title")} (Ctrl K)`}
        onClick={() => setOpen(true)}
      />
      <Suspense>{open ? <JumpDialog onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
