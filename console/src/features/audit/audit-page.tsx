import type { ResponseOf } from "@larkbridge/contract";
import { Link } from "@tanstack/react-router";
import { DatePicker, Input, Select, type TableColumnsType } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { type ContractRoutes, routes } from "../../api/index.ts";
import { useSearchState } from "../../app/search.ts";
import { Card, CursorTable, EmptyState, Mono, PageHeader, Time } from "../../design/index.ts";
import { FieldChanges } from "./field-changes.tsx";

type AuditRecord = ResponseOf<ContractRoutes["listAuditRecords"]>["items"][number];

const KINDS = [
  "user",
  "department",
  "group",
  "sync_run",
  "feishu_connection",
  "feishu_draft",
  "api_token",
  "ldap_service_account",
  "ldap_target",
  "installation",
] as const;
const filters = z.object({
  actor: z.catch(z.optional(z.string()), undefined),
  action: z.catch(z.optional(z.string()), undefined),
  object_kind: z.catch(z.optional(z.string()), undefined),
  object_id: z.catch(z.optional(z.string()), undefined),
  from: z.catch(z.optional(z.iso.datetime()), undefined),
  until: z.catch(z.optional(z.iso.datetime()), undefined),
});
const CLEARED = {
  actor: undefined,
  action: undefined,
  object_kind: undefined,
  object_id: undefined,
  from: undefined,
  until: undefined,
};

/** Who changed what, newest first; a row opens to before and after. */
export function AuditPage() {
  const { t } = useTranslation("audit");
  const [state, change] = useSearchState(filters);
  const isFiltered = Object.values(state).some((value) => value !== undefined);
  const columns: TableColumnsType<AuditRecord> = [
    { title: t("column.at"), key: "at", render: (_, record) => <Time at={record.at} /> },
    {
      title: t("column.actor"),
      key: "actor",
      render: (_, { actor }) => `${actor.name} · ${t(`actor.${actor.kind}`)}`,
    },
    {
      title: t("column.action"),
      key: "action",
      render: (_, { action }) => t(`action.${action.replaceAll(".", "_")}`, { defaultValue: action }),
    },
    { title: t("column.object"), key: "object", render: (_, record) => <AuditObject record={record} /> },
  ];
  const search = (key: "actor" | "action" | "object_id", width: number) => (
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
      <PageHeader title={t("title")} about={t("about")} />
      <Card flush>
        <CursorTable<AuditRecord, never>
          route={routes.listAuditRecords as never}
          query={state}
          label={t("title")}
          columns={columns}
          rowKey={(record) => record.id}
          csv
          filters={
            <>
              {search("actor", 180)}
              <Select
                allowClear
                style={{ width: 150 }}
                placeholder={t("filter.object_kind")}
                aria-label={t("filter.object_kind")}
                value={state.object_kind}
                options={KINDS.map((value) => ({ value, label: t(`object.${value}`) }))}
                onChange={(object_kind) => change({ object_kind })}
              />
              {search("action", 220)}
              {search("object_id", 180)}
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
          expandable={{
            expandedRowRender: ({ before, after }) =>
              before === null && after === null ? t("noDetails") : <FieldChanges before={before} after={after} />,
          }}
          empty={<EmptyState title={t("empty.title")} about={t("empty.about")} />}
          onClear={isFiltered ? () => change(CLEARED) : undefined}
        />
      </Card>
    </>
  );
}

/** What an act was about, with a way there where it has a page. */
function AuditObject({ record }: { readonly record: AuditRecord }) {
  const { t } = useTranslation("audit");
  const kind = t(`object.${record.object_kind}`, { defaultValue: record.object_kind });
  if (record.object_id === null) return kind;
  const to = { user: "/users/$id", group: "/groups/$id", sync_run: "/sync-runs/$id" }[record.object_kind];
  const id = <Mono>{record.object_id}</Mono>;
  return (
    <>
      {kind}{" "}
      {to ? (
        <Link to={to} params={{ id: record.object_id } as never}>
          {id}
        </Link>
      ) : (
        id
      )}
    </>
  );
}
