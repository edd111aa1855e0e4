import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";

const SHOWN = 20;

/** Chooses a group by part of its name; the server searches. */
export function GroupPicker(props: {
  readonly value?: string | undefined;
  readonly onChange?: (id: string | undefined) => void;
  readonly id?: string;
  readonly label: string;
}) {
  const { t } = useTranslation("groups");
  const [text, setText] = useState("");
  const found = useQuery(queryOf(routes.listGroups, { query: { search: text.trim() || undefined, limit: SHOWN } }));
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      placeholder={t("search")}
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear
      value={props.value}
      loading={found.isFetching}
      notFoundContent={found.isPending ? null : t("picker.none")}
      options={(found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id: string | undefined) => props.onChange?.(id)}
      style={{ width: "100%" }}
    />
  );
}
