import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Alert } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes, useCall } from "../../../api/index.ts";
import { ErrorState, PageHeader, PageSkeleton } from "../../../design/index.ts";
import type { Target } from "../types.ts";
import { TargetForm } from "./target-form.tsx";
import { toBody, valuesOf } from "./target-values.ts";

/** Changes a server's settings. */
export function EditTargetPage() {
  const { t } = useTranslation("ldap-targets");
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const found = useQuery({ ...queryOf(routes.getLdapTarget, { params: { id } }), staleTime: 60_000 });
  return (
    <>
      <PageHeader title={t("edit.title")} about={found.data?.name} />
      {found.isPending ? <PageSkeleton rows={10} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? (
        found.data.set_by_file ? (
          <Alert type="info" showIcon title={t("setByFile")} description={t("setByFileAbout")} />
        ) : (
          <EditForm key={found.data.id} target={found.data} />
        )
      ) : null}
    </>
  );
}

function EditForm({ target }: { readonly target: Target }) {
  const { t } = useTranslation("ldap-targets");
  const navigate = useNavigate();
  const [values, setValues] = useState(() => valuesOf(target));
  const update = useCall(routes.updateLdapTarget, { refreshes: ["getLdapTarget", "listLdapTargets"] });
  return (
    <TargetForm
      values={values}
      target={target}
      busy={update.isPending}
      error={update.error}
      submit={t("edit.submit")}
      back={`/ldap/targets/${target.id}`}
      onChange={setValues}
      onSubmit={() =>
        update.mutate(
          { params: { id: target.id }, body: toBody(values) },
          { onSuccess: ({ id }) => void navigate({ to: "/ldap/targets/$id", params: { id } } as never) },
        )
      }
    />
  );
}
