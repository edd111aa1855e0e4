import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { call, routes } from "../../../api/index.ts";
import { PageSkeleton } from "../../../design/index.ts";
import { BareFrame } from "./bare-frame.tsx";
import { useEnterConsole } from "./enter-console.ts";
import { tokenOf } from "./return-path.ts";

/** Signs in with the link of the demo, and goes on. */
export function SignInLinkPage() {
  const { t } = useTranslation("access");
  const enter = useEnterConsole();
  const { mutate, isError } = useMutation({
    mutationFn: async () => {
      await call(routes.signInByLink, { body: { token: tokenOf(location.hash) ?? "" } }, { onLostSession: "throw" });
      await enter("/");
    },
  });
  // The link opens once, and a page in development is mounted twice.
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) mutate();
    begun.current = true;
  }, [mutate]);
  return (
    <BareFrame title={t("signInLink.title")}>
      {isError ? (
        <Alert
          type="warning"
          showIcon
          title={t("signInLink.broken")}
          action={<Link to="/login">{t("signInLink.toSignIn")}</Link>}
        />
      ) : (
        <PageSkeleton rows={3} />
      )}
    </BareFrame>
  );
}
