import type { MappingReportView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { DataTable, ErrorState, PageSkeleton } from "../../../design/index.ts";
import { mappingQuery } from "./mapping-query.ts";

type Person = MappingReportView["people"][number];
const FIELDS = ["name", "email", "mobile", "employee_no", "nickname"] as const;

/** A few people as Feishu tells them, masked; what came back empty is a dash. */
export function SamplePeople() {
  const { t } = useTranslation("integration");
  const { data, error, refetch } = useQuery(mappingQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton rows={5} />;
  return (
    <div className="list-scroll">
      <DataTable<Person>
        label={t("range.sampleTitle")}
        rowKey={(person) => String(data.people.indexOf(person))}
        rows={data.people}
        columns={[
          ...FIELDS.map((field) => ({
            title: t(`field.${field}`),
            render: (_: unknown, person: Person) => person[field] ?? "–",
          })),
          { title: t("field.departments"), align: "right" as const, dataIndex: "departments" },
        ]}
      />
    </div>
  );
}
