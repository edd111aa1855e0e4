import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { routes, useCall } from "../../../api/index.ts";
import { PageHeader } from "../../../design/index.ts";
import { TargetForm } from "./target-form.tsx";
import { NEW_TARGET, toBody } from "./target-values.ts";

/** Adds a server; nothing is written to it before a run. */
export function NewTargetPage() {
  const { t } = useTranslation("ldap-targets");
  const navigate = useNavigate();
  const [values, setValues] = useState(NEW_TARGET);
  const create = useCall(routes.createLdapTarget, { refreshes: ["listLdapTargets"] });
  return (
    <>
      <PageHeader title={t("new.title")} about={t("new.about")} />
      <TargetForm
        values={values}
        target={null}
        busy={create.isPending}
        error={create.error}
        submit={t("new.submit")}
        back="/ldap/targets"
        onChange={setValues}
        onSubmit={() =>
          create.mutate(
            { body: { ...toBody(values), bind_password: values.bindPassword } },
            { onSuccess: ({ id }) => void navigate({ to: "/ldap/targets/$id", params: { id } } as never) },
          )
        }
      />
    </>
  );
}
