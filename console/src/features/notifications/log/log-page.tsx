import type { MessageView } from "@larkbridge/contract";
import { DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { routes } from "../../../api/index.ts";
import { useSearchState } from "../../../app/search.ts";
import { Card, CursorTable, EmptyState, PageHeader } from "../../../design/index.ts";
import { WriteButton } from "../compose/write-button.tsx";
import { MESSAGE_STATES } from "../message-state.ts";
import { NotificationsNav } from "../notifications-nav.tsx";
import { SendingState } from "../sending-state.tsx";
import { useMaySend } from "../use-may-send.ts";
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
  const columns = useMessageColumns({ recipient: true, act: maySend });
  const isFiltered = Object.values(state).some((value) => value !== undefined);
  const search = (key: "user" | "template", width: number) => (
    <Input.Search
      key={`${key}-${state[key] ?? ""}`}
      allowClear
      style={{ width }}
      defaultValue={state[key]}
      placeholder={t(`filter.${key}`)}
      aria-label={t(`filter.${key}`)}
      onSearch={(text) => change({ [key]: text.trim() || undefined }, { replace: true })}
    />
  );
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
              {search("user", 240)}
              <Select
                allowClear
                style={{ width: 150 }}
                aria-label={t("filter.state")}
                placeholder={t("filter.state")}
                value={state.state}
                options={MESSAGE_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
                onChange={(value) => change({ state: value })}
              />
              {search("template", 180)}
              <DatePicker.RangePicker
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
