import type { ApplicationView, OpenidProviderView } from "@larkbridge/contract";
import { Alert, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card, CopyButton, Mono, SnippetBox } from "../../../design/index.ts";
import { factsFor } from "./snippet-facts.ts";
import { writeDevice } from "./snippets/device.ts";
import { SECRET_PLACE } from "./snippets/facts.ts";
import { SNIPPETS } from "./snippets/index.ts";

interface Props {
  readonly application: ApplicationView;
  readonly provider: OpenidProviderView;
}

/** Settings for a product that is chosen, filled with this application's own values. */
export function SnippetChooser({ application, provider }: Props) {
  const { t } = useTranslation("applications");
  const [chosen, setChosen] = useState(() => likelyProduct(application));
  const snippet = SNIPPETS.find(({ id }) => id === chosen) ?? SNIPPETS[0];
  if (snippet === undefined) return null;
  const { facts, isRegistered } = factsFor(snippet, application, provider);
  return (
    <Card
      title={t("connect.snippets")}
      extra={
        <Select
          value={snippet.id}
          aria-label={t("connect.product")}
          style={{ width: 200 }}
          options={SNIPPETS.map(({ id, product }) => ({ value: id, label: product }))}
          onChange={setChosen}
        />
      }
    >
      <div className="app-stack">
        {snippet.id === "nexus" ? (
          <Alert type="info" showIcon title={t("connect.nexus")} description={t("connect.nexusAbout")} />
        ) : null}
        {isRegistered ? null : (
          <Alert
            type="warning"
            showIcon
            title={t("connect.redirectMissing")}
            description={
              <>
                <Mono>{facts.redirectUrl}</Mono> <CopyButton text={facts.redirectUrl} what={t("field.redirect")} />
              </>
            }
          />
        )}
        <SnippetBox name={snippet.file} text={snippet.write(facts)} copy={t("connect.copy")} />
        <p className="app-help">{t("connect.placeholder", { place: SECRET_PLACE })}</p>
      </div>
    </Card>
  );
}

/** For a command line or a device: how it asks for a code. */
export function DeviceSnippet({ application, provider }: Props) {
  const { t } = useTranslation("applications");
  const { facts } = factsFor({ id: "device", callbackPath: "" }, application, provider);
  return (
    <Card title={t("connect.device")}>
      <SnippetBox
        name="sh"
        text={writeDevice(facts, provider.device_authorization_endpoint)}
        copy={t("connect.copy")}
      />
    </Card>
  );
}

/** The product whose way back is registered already, or whose name the application bears. */
function likelyProduct({ name, redirect_uris: uris }: ApplicationView): string {
  const fits = SNIPPETS.find(({ callbackPath }) => uris.some((url) => url.endsWith(callbackPath)));
  const named = SNIPPETS.find(({ id }) => name.toLowerCase().includes(id));
  return (named ?? fits ?? SNIPPETS[0])?.id ?? "";
}
