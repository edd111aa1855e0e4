import { Button, Checkbox } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type AccessValue, withoutEntry } from "./access-value.ts";

/** Those who were chosen, one a line, each with a way to take them out. */
export function AccessEntries(props: {
  readonly value: AccessValue;
  readonly disabled: boolean;
  readonly onChange: (patch: Partial<AccessValue>) => void;
}) {
  const { t } = useTranslation("applications");
  const { value, disabled, onChange } = props;
  const setSubtree = (id: string, subtree: boolean) =>
    onChange({ departments: value.departments.map((entry) => (entry.id === id ? { ...entry, subtree } : entry)) });
  return (
    <ul className="access-entries" aria-label={t("access.list")}>
      {value.departments.map(({ id, name, subtree }) => (
        <Entry
          key={id}
          kind={t("access.department")}
          name={name}
          onRemove={disabled ? null : () => onChange({ departments: withoutEntry(value.departments, id) })}
        >
          <Checkbox checked={subtree} disabled={disabled} onChange={(event) => setSubtree(id, event.target.checked)}>
            {t("access.subtree")}
            <span className="visually-hidden"> · {name}</span>
          </Checkbox>
        </Entry>
      ))}
      {value.groups.map(({ id, name }) => (
        <Entry
          key={id}
          kind={t("access.group")}
          name={name}
          onRemove={disabled ? null : () => onChange({ groups: withoutEntry(value.groups, id) })}
        />
      ))}
      {value.users.map(({ id, name, username }) => (
        <Entry
          key={id}
          kind={t("access.user")}
          name={name}
          onRemove={disabled ? null : () => onChange({ users: withoutEntry(value.users, id) })}
        >
          <span className="mono">{username}</span>
        </Entry>
      ))}
    </ul>
  );
}

function Entry(props: {
  readonly kind: string;
  readonly name: string;
  readonly onRemove: (() => void) | null;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation("applications");
  return (
    <li>
      <span className="access-kind">{props.kind}</span>
      <span className="access-name" title={props.name}>
        {props.name}
      </span>
      <span className="access-more">{props.children}</span>
      {props.onRemove ? (
        <Button size="small" onClick={props.onRemove}>
          {t("access.remove")}
          <span className="visually-hidden"> {props.name}</span>
        </Button>
      ) : null}
    </li>
  );
}
