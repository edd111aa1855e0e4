import { CheckCircleFilled, ExclamationCircleFilled, QuestionCircleFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Mono } from "../../../design/index.ts";
import { grantLink, isHeld, type Permission, textKey } from "./access.ts";

/** Every permission: what it is, what it is for, whether it is granted, and the way to grant it (picture 2). */
export function PermissionTable(props: {
  readonly permissions: readonly Permission[];
  readonly openUrl: string;
  readonly appId: string;
  readonly onGrant: () => void;
}) {
  const { t } = useTranslation("integration");
  return (
    <ul className="permission-list">
      {props.permissions.map((permission) => (
        <li key={permission.permission}>
          <StateIcon permission={permission} />
          <div className="permission-words">
            <div>{t(`permission.${textKey(permission.permission)}`)}</div>
            <Mono>{permission.permission}</Mono>
          </div>
          <span className="permission-use">{t(`use.${permission.need}`)}</span>
          <span className="permission-state">
            {permission.granted === false && !isHeld(permission) ? (
              <a
                href={grantLink(props.openUrl, props.appId, permission.permission)}
                target="_blank"
                rel="noreferrer"
                onClick={props.onGrant}
                aria-label={t("permissions.grantOne", { name: t(`permission.${textKey(permission.permission)}`) })}
              >
                {t("permissions.grant")}
              </a>
            ) : (
              stateWords(permission)
            )}
          </span>
        </li>
      ))}
    </ul>
  );

  function stateWords(permission: Permission) {
    if (permission.granted === null) return t("permissions.untold");
    return permission.granted ? t("permissions.granted") : t("permissions.covered");
  }
}

function StateIcon({ permission }: { readonly permission: Permission }) {
  if (isHeld(permission)) return <CheckCircleFilled className="mark-success" aria-hidden />;
  if (permission.granted === null) return <QuestionCircleFilled className="mark-neutral" aria-hidden />;
  return permission.need === "optional" ? (
    <QuestionCircleFilled className="mark-neutral" aria-hidden />
  ) : (
    <ExclamationCircleFilled className="mark-danger" aria-hidden />
  );
}
