import type { MessageView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { queryOf, routes } from "../../../api/index.ts";
import { useSearchState } from "../../../app/search.ts";
import { Card, CursorTable, EmptyState, PageHeader } from "../../../design/index.ts";
import { WriteButton } from "../compose/write-button.tsx";
import { MESSAGE_STATES } from "../message-state.ts";
import { NotificationsNav } from "../notifications-nav.tsx";
import { SendingState } from "../sending-state.tsx";
import { useMaySend } from "../use-may-send.ts";
import { templateName } from "../what-it-tells.ts";
import { useMessageColumns } from "./message-columns.tsx";
import { MessageDetails } from "./message-details.tsx";

/** A log that stays open keeps up with what is sent. */
const REFRESH_MS = 5_000;

const filters = z.object({
  state: z.catch(z.optional(z.enum(MESSAGE_STATES)), undefined),
  user: z.catch(z.optional(z.string()), undefined),
  template: z.catch(z.optional(z.string()), undefined),
  from: z.catch(z.optional(z.iso.datetime()), undefined),
  until: z.catch(z.optional(z.iso.datetime()), undefined),
});
const CLEARED = { state: undefined, user: undefined, template: undefined, from: undefined, until: undefined };

/** Every message to a person, newest first: what it told, whether it arrived, and why not. */
export function LogPage() {
  const { t } = useTranslation("notifications");
  const [state, change] = useSearchState(filters);
  const maySend = useMaySend();
  const columns = useMessageColumns({ recipient: true, what: true, act: maySend });
  const isFiltered = Object.values(state).some((value) => value !== undefined);
  const templates = useQuery(queryOf(routes.listMessageTemplates));
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} actions={<WriteButton />} />
      <NotificationsNav />
      <SendingState />
      <Card flush>
        <CursorTable<MessageView, never>
          route={routes.listMessages as never}
          query={state}
          label={t("nav.log")}
          columns={columns}
          rowKey={({ id }) => id}
          refreshMs={REFRESH_MS}
          csv
          expandable={{ expandedRowRender: (message) => <MessageDetails message={message} /> }}
          filters={
            <>
              <Input.Search
                key={state.user ?? ""}
                allowClear
                style={{ width: 220 }}
                defaultValue={state.user}
                placeholder={t("filter.person")}
                aria-label={t("filter.user")}
                title={t("filter.user")}
                onSearch={(text) => change({ user: text.trim() || undefined }, { replace: true })}
              />
              <Select
                allowClear
                style={{ width: 140 }}
                aria-label={t("filter.state")}
                placeholder={t("filter.state")}
                value={state.state}
                options={MESSAGE_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
                onChange={(value) => change({ state: value })}
              />
              <Select
                allowClear
                style={{ width: 180 }}
                aria-label={t("filter.template")}
                placeholder={t("filter.template")}
                value={state.template}
                options={(templates.data?.items ?? []).map(({ name }) => ({
                  value: name,
                  label: templateName(t, name),
                }))}
                onChange={(template) => change({ template })}
              />
              <DatePicker.RangePicker
                style={{ width: 230 }}
                allowEmpty={[true, true]}
                aria-label={t("filter.time")}
                value={[
                  state.from ? dayjs(state.from) : null,
                  state.until ? dayjs(state.until).subtract(1, "day") : null,
                ]}
                onChange={(range) =>
                  change({
                    from: range?.[0]?.startOf("day").toISOString(),
                    until: range?.[1]?.startOf("day").add(1, "day").toISOString(),
                  })
                }
              />
            </>
          }
          onClear={isFiltered ? () => change(CLEARED) : undefined}
          empty={<EmptyState title={t("empty.title")} about={t(maySend ? "empty.about" : "empty.ask")} />}
        />
      </Card>
    </>
  );
}
