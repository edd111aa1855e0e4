import { Checkbox, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { EVENTS, type EventName } from "../events.ts";
import { byObject, eventKey } from "../webhook-state.ts";

export interface TypedWebhook {
  readonly name: string;
  readonly url: string;
  readonly events: EventName[];
}

/** As the server takes it. */
export const toBody = ({ name, url, events }: TypedWebhook) => ({ name: name.trim(), url: url.trim(), events });

/** What is set of a webhook; to stand inside a form. */
export function WebhookFields() {
  const { t } = useTranslation("webhooks");
  return (
    <>
      <Form.Item
        name="name"
        label={t("form.name")}
        rules={[{ required: true, whitespace: true, message: t("form.needed") }]}
      >
        <Input maxLength={100} placeholder={t("form.nameHint")} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="url"
        label={t("form.url")}
        extra={t("form.urlHelp")}
        rules={[{ required: true, pattern: /^\s*https?:\/\/[^\s/]/i, message: t("form.urlRule") }]}
      >
        <Input className="mono" maxLength={1000} placeholder="https://hr.example.com/larkbridge" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="events"
        label={t("form.events")}
        // Not `required`: a group of boxes has no such attribute.
        rules={[
          {
            validator: async (_, events: readonly string[]) => {
              if (events.length === 0) throw new Error(t("form.eventsNeeded"));
            },
          },
        ]}
      >
        <Checkbox.Group className="webhook-events">
          {byObject(EVENTS).map(({ object, events }) => (
            <div key={object}>
              <span className="webhook-object">{t(`object.${object}` as "object.user")}</span>
              {events.map((event) => (
                <Checkbox key={event} value={event}>
                  {t(`event.${eventKey(event)}` as "event.user_created")}
                </Checkbox>
              ))}
            </div>
          ))}
        </Checkbox.Group>
      </Form.Item>
    </>
  );
}
