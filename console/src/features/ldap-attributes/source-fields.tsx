import { ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import type { LdapAttributeChoicesView } from "@larkbridge/contract";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { CHANGES, type Change, kindOf, nextField, type Source, type SourceKind } from "./draft.ts";

const KINDS = ["field", "custom", "constant"] as const satisfies readonly SourceKind[];

/** One source: what kind, which field, what is done to its value. */
export function SourceFields(props: {
  readonly source: Source;
  readonly number: number;
  readonly choices: LdapAttributeChoicesView;
  readonly onChange: (source: Source) => void;
  readonly onMoveUp: (() => void) | null;
  readonly onRemove: (() => void) | null;
}) {
  const { source, number, choices, onChange } = props;
  const { t } = useTranslation("ldap-attributes");
  const kind = kindOf(source);
  const people = (count: number) => t("source.people", { count, shown: formatNumber(count, currentLanguage()) });
  const label = (name: string) => t("source.of", { what: name, number });
  const begin = (next: SourceKind): Source => {
    if (next === "constant") return { constant: "value" };
    return next === "custom" ? { custom: choices.custom[0]?.id ?? "" } : { field: nextField([], choices.fields) };
  };
  return (
    <div className="relation-source">
      <Select
        aria-label={label(t("source.kind"))}
        value={kind}
        options={KINDS.filter((one) => one !== "custom" || kind === "custom" || choices.custom.length > 0).map(
          (value) => ({ value, label: t(`source.${value}`) }),
        )}
        onChange={(next: SourceKind) => onChange(begin(next))}
      />
      {"field" in source ? (
        <Select
          aria-label={label(t("source.field"))}
          showSearch={{ optionFilterProp: "label" }}
          value={source.field}
          options={choices.fields.map(({ name, people: count }) => ({
            value: name,
            label: `${t(`field.${name}`, { defaultValue: name })} · ${people(count)}`,
          }))}
          onChange={(field: string) => onChange({ ...source, field })}
        />
      ) : null}
      {"custom" in source ? (
        <Select
          aria-label={label(t("source.custom"))}
          value={source.custom}
          options={choices.custom.map(({ id, people: count, example }) => ({
            value: id,
            label: `${example} · ${people(count)} · ${id}`,
          }))}
          onChange={(custom: string) => onChange({ ...source, custom })}
        />
      ) : null}
      {"constant" in source ? (
        <ConstantField
          key={source.constant}
          label={label(t("source.constant"))}
          value={source.constant}
          onChange={(constant) => onChange({ constant })}
        />
      ) : (
        <Select
          mode="multiple"
          aria-label={label(t("source.changes"))}
          placeholder={t("source.unchanged")}
          maxCount={3}
          value={[...(source.as ?? [])]}
          options={CHANGES.map((value) => ({ value, label: t(`change.${value}`) }))}
          onChange={(as: Change[]) => onChange({ ...source, as })}
        />
      )}
      <div className="relation-source-acts">
        <Button
          size="small"
          icon={<ArrowUpOutlined />}
          disabled={props.onMoveUp === null}
          aria-label={label(t("source.up"))}
          onClick={() => props.onMoveUp?.()}
        />
        <Button
          size="small"
          icon={<DeleteOutlined />}
          disabled={props.onRemove === null}
          aria-label={label(t("source.remove"))}
          onClick={() => props.onRemove?.()}
        />
      </div>
    </div>
  );
}

/** A text that counts once the field is left: half a word is nothing to show on a person. */
function ConstantField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [text, setText] = useState(props.value);
  const commit = () => {
    if (text.trim() !== "" && text !== props.value) props.onChange(text.trim());
  };
  return (
    <Input
      aria-label={props.label}
      maxLength={256}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onPressEnter={commit}
    />
  );
}
