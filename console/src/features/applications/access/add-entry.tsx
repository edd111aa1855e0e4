import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText, queryOf, routes } from "../../../api/index.ts";
import { DepartmentPicker } from "../../departments/index.ts";
import { GroupPicker } from "../../groups/index.ts";
import { UserPicker } from "../../people/index.ts";
import "../applications.css";
import { type AccessValue, withEntry } from "./access-value.ts";

/** Pickers; what is chosen joins the list at once, and the picker is free for the next. `people` false: no single people. */
export function AddEntry(props: {
  readonly value: AccessValue;
  readonly onAdd: (patch: Partial<AccessValue>) => void;
  readonly people?: boolean;
}) {
  const { t } = useTranslation("applications");
  const { value, onAdd } = props;
  const client = useQueryClient();
  const { message } = App.useApp();
  /** A picker drawn anew is empty. */
  const [round, setRound] = useState(0);
  const add = async (find: () => Promise<Partial<AccessValue>>) => {
    try {
      onAdd(await find());
    } catch (error) {
      void message.error(problemText(t, error).title);
    }
    setRound((before) => before + 1);
  };
  return (
    <div className="access-pickers">
      <div>
        <span className="app-label">{t("access.department")}</span>
        <DepartmentPicker
          key={`department-${round}`}
          label={t("access.department")}
          onChange={(number: number | undefined) => {
            if (number === undefined) return;
            void add(async () => {
              // The tree speaks in numbers, writes in ids.
              const request = { params: { id: String(number) } };
              const { id, name } = await client.fetchQuery(queryOf(routes.getDepartment, request));
              return { departments: withEntry(value.departments, { id, name, subtree: true }) };
            });
          }}
        />
      </div>
      <div>
        <span className="app-label">{t("access.group")}</span>
        <GroupPicker
          key={`group-${round}`}
          label={t("access.group")}
          onChange={(id) => {
            if (id === undefined) return;
            void add(async () => {
              const { name } = await client.fetchQuery(queryOf(routes.getGroup, { params: { id } }));
              return { groups: withEntry(value.groups, { id, name }) };
            });
          }}
        />
      </div>
      {props.people === false ? null : (
        <div>
          <span className="app-label">{t("access.user")}</span>
          <UserPicker
            key={`user-${round}`}
            label={t("access.user")}
            onChange={(id) => {
              if (id === undefined) return;
              void add(async () => {
                const { name, username } = await client.fetchQuery(queryOf(routes.getUser, { params: { id } }));
                return { users: withEntry(value.users, { id, name, username }) };
              });
            }}
          />
        </div>
      )}
    </div>
  );
}
