import { useTranslation } from "react-i18next";
import { AccessEntries, type AccessValue, AddEntry } from "../../applications/index.ts";

/** Whom it is for: people, groups, departments with or without what is below them. */
export function RecipientFields(props: {
  readonly to: AccessValue;
  readonly onChange: (patch: Partial<AccessValue>) => void;
}) {
  const { t } = useTranslation("notifications");
  const { users, groups, departments } = props.to;
  return (
    <div className="message-stack">
      <AddEntry value={props.to} onAdd={props.onChange} />
      {users.length + groups.length + departments.length === 0 ? (
        <p className="message-quiet">{t("compose.nobody")}</p>
      ) : (
        <>
          <AccessEntries value={props.to} disabled={false} onChange={props.onChange} />
          <p className="message-quiet">{t("compose.once")}</p>
        </>
      )}
    </div>
  );
}
