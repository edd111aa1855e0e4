import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

/** Says that the device has no network, for as long as it has none. */
export function OfflineBar() {
  const { t } = useTranslation("app");
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status" className={online ? "visually-hidden" : "shell-offline"}>
      {online ? "" : t("offline")}
    </div>
  );
}
