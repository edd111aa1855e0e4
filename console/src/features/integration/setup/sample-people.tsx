import type { MappingReportView } from "@larkbridge/contract";
import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { ErrorState, PageSkeleton } from "../../../design/index.ts";
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
      <Table<Person>
        rowKey={(person) => data.people.indexOf(person)}
        pagination={false}
        dataSource={data.people}
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
