import type { MappingReportView, UserSyncSettingsView } from "@larkbridge/contract";
import { Skeleton, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { DataTable, Mono } from "../../design/index.ts";

type Fields = UserSyncSettingsView["fields"];
type Row = MappingReportView["fields"][number];

/** Which Feishu field feeds which of ours (S5), how well it is filled, and switches for those that are optional. */
export function FieldSwitches(props: {
  readonly report: MappingReportView | undefined;
  readonly fields: Fields;
  readonly onChange: (fields: Fields) => void;
}) {
  const { t } = useTranslation("integration");
  const { report, fields, onChange } = props;
  if (report === undefined) return <Skeleton active paragraph={{ rows: 5 }} />;
  const share = ({ filled }: Row) => (report.sampled === 0 ? null : Math.round((filled / report.sampled) * 1000) / 10);
  return (
    <div className="list-scroll">
      <DataTable<Row>
        label={t("mapping.title")}
        rowKey={(row) => row.field}
        rows={report.fields}
        columns={[
          { title: t("mapping.field"), render: (_, row) => t(`field.${row.field}`) },
          { title: t("mapping.source"), render: (_, row) => <Mono>{row.source}</Mono> },
          {
            title: t("mapping.filled"),
            align: "right",
            render: (_, row) => {
              if (row.readable === false) return t("mapping.noPermission");
              const filled = share(row);
              return filled === null ? "–" : `${filled}%`;
            },
          },
          { title: t("mapping.example"), render: (_, row) => (row.example ? <Mono>{row.example}</Mono> : "–") },
          {
            title: t("mapping.synced"),
            render: (_, row) => (
              <Switch
                aria-label={t("mapping.switch", { field: t(`field.${row.field}`) })}
                disabled={row.locked}
                checked={row.locked || fields[row.field as keyof Fields]}
                onChange={(on) => onChange({ ...fields, [row.field]: on })}
              />
            ),
          },
        ]}
      />
    </div>
  );
}
