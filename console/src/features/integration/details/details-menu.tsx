import { MoreOutlined } from "@ant-design/icons";
import type { FeishuIntegrationView } from "@larkbridge/contract";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMayChange } from "../use-may-change.ts";
import { RemoveDialog } from "./remove-dialog.tsx";
import { SecretDialog } from "./secret-dialog.tsx";

/** What is done seldom: a new secret, removal. */
export function DetailsMenu({ integration }: { readonly integration: FeishuIntegrationView }) {
  const { t } = useTranslation("integration");
  const { mayRemove } = useMayChange();
  const [open, setOpen] = useState<"secret" | "remove" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "secret", label: t("secret.title") },
            ...(mayRemove ? [{ key: "remove", label: t("remove.confirm"), danger: true }] : []),
          ],
          onClick: ({ key }) => setOpen(key as "secret" | "remove"),
        }}
      >
        <Button icon={<MoreOutlined />} aria-label={t("details.more")} />
      </Dropdown>
      <SecretDialog open={open === "secret"} onClose={close} />
      <RemoveDialog
        open={open === "remove"}
        appId={integration.app_id}
        isSignInOn={integration.services.single_sign_on.enabled}
        onClose={close}
      />
    </>
  );
}
