import type { FeishuEventsView } from "@larkbridge/contract";
import { Input, Modal, Radio } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { CopyButton, Mono, ProblemLine } from "../../../design/index.ts";
import { Field } from "../sync-form/field.tsx";
import { EVENT_MODES, type EventMode, missingKeys, toEventsChange } from "./event-state.ts";

/** As Feishu's console calls them, in every language. */
const NAME_OF = { encryptKey: "Encrypt Key", verificationToken: "Verification Token" } as const;

/** Chooses how events arrive, with what has to be done in Feishu's console for it. */
export function EventsDialog(props: { readonly events: FeishuEventsView; readonly onClose: () => void }) {
  const { events, onClose } = props;
  const { t } = useTranslation("integration");
  const labelId = useId();
  const [draft, setDraft] = useState({ mode: events.mode as EventMode, encryptKey: "", verificationToken: "" });
  /** What is missing is said once somebody has tried. */
  const [tried, setTried] = useState(false);
  const change = useCall(routes.changeFeishuEvents, {
    refreshes: ["getFeishuEvents", "getFeishuIntegration"],
  });
  const missing = missingKeys(draft, events.webhook.has_keys);
  const save = () => {
    setTried(true);
    if (missing.length === 0) change.mutate({ body: toEventsChange(draft) }, { onSuccess: onClose });
  };
  const secret = (key: "encryptKey" | "verificationToken") => (
    <Field
      label={NAME_OF[key]}
      help={events.webhook.has_keys ? t("events.keyKept") : undefined}
      problem={tried && missing.includes(key) ? t("events.keyNeeded") : undefined}
    >
      {({ id, describedBy }) => (
        <Input.Password
          id={id}
          aria-describedby={describedBy}
          autoComplete="new-password"
          maxLength={200}
          value={draft[key]}
          onChange={(event) => setDraft({ ...draft, [key]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Modal
      open
      width={640}
      title={t("events.change")}
      okText={t("setup.save")}
      cancelText={t("design:cancel")}
      confirmLoading={change.isPending}
      onOk={save}
      onCancel={onClose}
    >
      <p id={labelId} className="visually-hidden">
        {t("events.mode")}
      </p>
      <Radio.Group
        aria-labelledby={labelId}
        className="mode-choices"
        value={draft.mode}
        onChange={(event) => setDraft({ ...draft, mode: event.target.value as EventMode })}
      >
        {EVENT_MODES.map((mode) => (
          <Radio key={mode} value={mode}>
            {t(`events.modes.${mode}`)} <span className="setting-help">{t(`events.modeAbout.${mode}`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      {draft.mode === "off" ? null : (
        <ol className="guide">
          <li>{t(`events.guide.${draft.mode}`)}</li>
          {draft.mode === "webhook" ? (
            <li>
              {t("events.guide.url")} <Mono>{events.webhook.url}</Mono>{" "}
              <CopyButton text={events.webhook.url} what={t("events.url")} />
            </li>
          ) : null}
          <li>{t("events.guide.types")}</li>
          <li>{t("events.guide.publish")}</li>
        </ol>
      )}
      {draft.mode === "webhook" ? (
        <div className="settings">
          {secret("encryptKey")}
          {secret("verificationToken")}
        </div>
      ) : null}
      <ProblemLine error={change.error} />
    </Modal>
  );
}
