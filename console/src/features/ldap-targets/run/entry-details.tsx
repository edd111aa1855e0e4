import { useTranslation } from "react-i18next";
import { codeText } from "../../../api/index.ts";
import { Mono } from "../../../design/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { DiffList, fieldDiffs } from "../../sync/index.ts";
import type { EntryChange } from "../types.ts";

/** One entry: why it failed, its new name, its attributes old and new, who comes into a group and who leaves it. */
export function EntryDetails({ change }: { readonly change: EntryChange }) {
  const { t } = useTranslation(["ldap-targets", "problems"]);
  const { failure, members } = change;
  const diffs = fieldDiffs(change);
  const reason = failure?.values?.["reason"];
  return (
    <div className="target-stack">
      {failure ? (
        <div>
          <strong>{codeText(t, failure.code).title}</strong>
          <p>{codeText(t, failure.code).cure}</p>
          {typeof reason === "string" && reason !== "" ? <Mono>{reason}</Mono> : null}
        </div>
      ) : null}
      {change.new_dn === null ? null : (
        <p>
          {t("entry.newName")} <Mono>{change.new_dn}</Mono>
        </p>
      )}
      {diffs.length > 0 || members === null ? (
        <DiffList diffs={diffs} isNew={change.before === null} nameOf={(field) => <Mono>{field}</Mono>} />
      ) : null}
      {members === null ? null : (
        <div className="target-members">
          <Members word={t("entry.added")} count={members.added} sample={members.sample_added} />
          <Members word={t("entry.removed")} count={members.removed} sample={members.sample_removed} />
        </div>
      )}
    </div>
  );
}

function Members(props: { readonly word: string; readonly count: number; readonly sample: readonly string[] }) {
  if (props.count === 0) return null;
  return (
    <p>
      {props.word} {formatNumber(props.count, currentLanguage())}{" "}
      <span className="target-quiet">
        {props.sample.join(" · ")}
        {props.count > props.sample.length ? " …" : ""}
      </span>
    </p>
  );
}
