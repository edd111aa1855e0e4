import { Button } from "antd";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { testSignInHref } from "./sign-in-service.ts";

/**
 * Tries a sign-in out in a window of its own, which ends with a page that tells who one is. Where the browser allows no
 * such window it is a link to another tab.
 */
export function TestSignInButton(props: { readonly app: "draft" | "integration"; readonly page: string }) {
  const { t } = useTranslation("integration");
  const href = testSignInHref(props.app, props.page);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const opened = window.open(href, "larkbridge-sign-in-test", "popup,width=980,height=720");
    if (opened !== null) event.preventDefault();
  };
  return (
    <Button href={href} target="_blank" onClick={open}>
      {t("signIn.test")}
      <span className="visually-hidden"> {t("signIn.newWindow")}</span>
    </Button>
  );
}
