import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMaySend } from "../use-may-send.ts";

/** Apart, with its pickers: most come to read. */
const NewNotificationDrawer = lazy(async () => ({
  default: (await import("./new-notification-drawer.tsx")).NewNotificationDrawer,
}));

/** The button that opens the form of a new notification, for those who may send one. */
export function WriteButton() {
  const { t } = useTranslation("notifications");
  const [writing, setWriting] = useState(false);
  if (!useMaySend()) return null;
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setWriting(true)}>
        {t("write")}
      </Button>
      {writing ? (
        <Suspense fallback={null}>
          <NewNotificationDrawer onClose={() => setWriting(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
