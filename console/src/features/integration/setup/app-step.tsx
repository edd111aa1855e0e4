import type { IntegrationDraftView } from "@larkbridge/contract";
import { Form, Input, Radio, Switch } from "antd";
import { type ClipboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../../design/index.ts";
import { AppGuide } from "./app-guide.tsx";
import { PairState } from "./pair-state.tsx";
import { readPastedPair } from "./pasted-pair.ts";
import { REGION_URLS, type Region, regionOf } from "./regions.ts";
import { StepFooter } from "./step-footer.tsx";
import type { DraftState } from "./use-draft.ts";
import { usePairCheck } from "./use-pair-check.ts";
import { useSettled } from "./use-settled.ts";

const APP_ID = /^cli_[0-9a-z]{8,32}$/;

/** Step 1: the app's credentials, checked live (S2), and whether built-in users are supported (S3). */
export function AppStep(props: {
  readonly draft: IntegrationDraftView | null;
  readonly save: DraftState["save"];
  readonly guided: boolean;
  readonly onGuided: (guided: boolean) => void;
  readonly onNext: () => void;
}) {
  const { t } = useTranslation("integration");
  const { draft, save } = props;
  const [appId, setAppId] = useState(draft?.app_id ?? "");
  const [secret, setSecret] = useState("");
  const [region, setRegion] = useState<Region>(regionOf(draft?.open_url));
  const [address, setAddress] = useState(region === "private" ? (draft?.open_url ?? "") : "");
  const openUrl = region === "private" ? address.trim().replace(/\/+$/, "") : REGION_URLS[region];
  const addressFits = region !== "private" || /^https?:\/\/[^\s@?#]+$/.test(openUrl);
  const idFits = APP_ID.test(appId.trim());
  const typed = `${appId.trim()}\n${secret.trim()}\n${addressFits ? openUrl : ""}`;
  const settled = useSettled(typed, 600) === typed;
  const keepsSecret =
    draft?.has_secret === true && draft.app_id === appId.trim() && draft.open_url === openUrl && secret === "";
  const complete = idFits && addressFits && (secret.trim() !== "" || keepsSecret);

  const check = usePairCheck({ appId: appId.trim(), secret: secret.trim(), openUrl }, complete && settled);
  const valid = complete && settled && check.state === "valid";

  // Saved as one types: the address and the id at once, the secret with them, once for every pair.
  const savedSecret = useRef("");
  useEffect(() => {
    if (!settled || !addressFits) return;
    const id = appId.trim() === "" ? null : appId.trim();
    const moved = id !== (draft?.app_id ?? null) || (draft !== null && openUrl !== draft.open_url);
    const hasNewSecret = secret.trim() !== "" && id !== null && savedSecret.current !== typed;
    if (!moved && !hasNewSecret) return;
    if (hasNewSecret) savedSecret.current = typed;
    const change = { app_id: id, open_url: openUrl, ...(hasNewSecret ? { app_secret: secret.trim() } : {}) };
    // A refusal stands in the page's header, where the state of saving is told.
    save(change).catch(() => undefined);
  }, [settled, addressFits, appId, secret, openUrl, typed, draft, save]);

  const pasteBoth = (event: ClipboardEvent) => {
    const pair = readPastedPair(event.clipboardData.getData("text"));
    if (pair === null) return;
    event.preventDefault();
    setAppId(pair.appId ?? "");
    setSecret(pair.appSecret ?? "");
  };

  return (
    <>
      <Card title={t("app.title")}>
        <Form layout="vertical" component="div">
          <Radio.Group
            aria-label={t("app.road")}
            value={props.guided ? "guide" : "own"}
            onChange={(event) => props.onGuided(event.target.value === "guide")}
            options={[
              { value: "own", label: t("app.own") },
              { value: "guide", label: t("app.guide") },
            ]}
          />
          {props.guided ? <AppGuide openUrl={addressFits ? openUrl : REGION_URLS.feishu} /> : null}
          <Form.Item label={t("app.region")} required htmlFor="region" className="app-region">
            <Radio.Group
              id="region"
              aria-label={t("app.region")}
              value={region}
              onChange={(event) => setRegion(event.target.value)}
              options={(["feishu", "lark", "private"] as const).map((value) => ({
                value,
                label: t(`region.${value}`),
              }))}
            />
          </Form.Item>
          {region === "private" ? (
            <Form.Item
              label={t("app.address")}
              required
              htmlFor="address"
              extra={t("app.addressHelp")}
              {...(address !== "" && !addressFits ? { validateStatus: "error", help: t("app.addressProblem") } : {})}
            >
              <Input id="address" value={address} onChange={(event) => setAddress(event.target.value)} />
            </Form.Item>
          ) : null}
          <Form.Item
            label="App ID"
            required
            htmlFor="app-id"
            extra={t("app.idHelp")}
            {...(appId.trim() !== "" && !idFits ? { validateStatus: "error", help: t("app.idProblem") } : {})}
          >
            <Input
              id="app-id"
              className="mono"
              autoComplete="off"
              spellCheck={false}
              value={appId}
              onPaste={pasteBoth}
              onChange={(event) => setAppId(event.target.value)}
            />
          </Form.Item>
          <Form.Item label="App Secret" required htmlFor="app-secret" extra={t("app.secretHelp")}>
            <Input.Password
              id="app-secret"
              autoComplete="new-password"
              value={secret}
              placeholder={keepsSecret ? t("app.secretKept") : ""}
              onPaste={pasteBoth}
              onChange={(event) => setSecret(event.target.value)}
            />
          </Form.Item>
          <PairState
            check={complete && !settled ? { state: "checking" } : check}
            onSwitchRegion={() => setRegion(region === "feishu" ? "lark" : "feishu")}
          />
        </Form>
      </Card>
      <Card title={t("app.builtIn")}>
        <div className="switch-line">
          <Switch
            aria-label={t("app.builtIn")}
            checked={draft?.support_built_in_users ?? false}
            onChange={(on) => void save({ support_built_in_users: on }).catch(() => undefined)}
          />
          <span>{t("app.builtInHelp")}</span>
        </div>
      </Card>
      <StepFooter
        next={{ onClick: props.onNext, disabled: !valid }}
        reason={valid ? null : complete ? t("app.waiting") : t("app.incomplete")}
      />
    </>
  );
}
