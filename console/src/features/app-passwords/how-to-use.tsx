import type { AppPasswordListView } from "@larkbridge/contract";
import { useTranslation } from "react-i18next";
import { CopyButton, Facts, Mono } from "../../design/index.ts";
import "./app-passwords.css";

/** What is typed where: the login name in most programs, the DN in those that ask for one. */
export function HowToUse({ list, username }: { readonly list: AppPasswordListView; readonly username: string }) {
  const { t } = useTranslation("app-passwords");
  const copyable = (name: string, text: string) => ({
    name,
    value: (
      <>
        <Mono>{text}</Mono> <CopyButton text={text} what={name} />
      </>
    ),
  });
  return (
    <>
      <Facts
        items={[
          copyable(t("use.login"), username),
          { name: t("use.password"), value: t("use.passwordAbout") },
          ...(list.ldaps_url === null ? [] : [copyable(t("use.server"), list.ldaps_url)]),
          ...(list.url === null ? [] : [copyable(t("use.serverPlain"), list.url)]),
          ...(list.bind_dn === null ? [] : [copyable(t("use.dn"), list.bind_dn)]),
        ]}
      />
      <p className="app-passwords-help">{t(list.only ? "use.only" : "use.spare")}</p>
    </>
  );
}
