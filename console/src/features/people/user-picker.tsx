import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";

const SHOWN = 20;

/** Chooses a user by part of a name, username, e-mail or number; the server searches. `known` names the one chosen already. */
export function UserPicker(props: {
  readonly value?: string | undefined;
  readonly onChange?: (id: string | undefined) => void;
  readonly known?: { readonly id: string; readonly name: string; readonly username: string } | null;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly label: string;
}) {
  const { t } = useTranslation("people");
  const [text, setText] = useState("");
  const found = useQuery({
    ...queryOf(routes.listUsers, { query: { search: text, limit: SHOWN, sort: "name" } }),
    enabled: text.trim() !== "",
  });
  const candidates = text.trim() === "" ? (props.known ? [props.known] : []) : (found.data?.items ?? []);
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      placeholder={t("picker.placeholder")}
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear
      value={props.value}
      disabled={props.disabled ?? false}
      loading={found.isFetching}
      notFoundContent={text.trim() === "" ? t("picker.type") : t("picker.nobody")}
      options={candidates.map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` }))}
      onChange={(id: string | undefined) => props.onChange?.(id)}
      style={{ width: "100%", minWidth: 240 }}
    />
  );
}
