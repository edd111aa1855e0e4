import type { LdapAttributeChoicesView, LdapAttributesView } from "@larkbridge/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ApiProblem, problemText, queryOf, routes, useCall } from "../../api/index.ts";
import { useMe } from "../../app/me.ts";
import { useSearchState } from "../../app/search.ts";
import { Card, ErrorState, PageHeader, PageSkeleton, StatusPill } from "../../design/index.ts";
import { LdapNav } from "../ldap/index.ts";
import { UserPicker } from "../people/index.ts";
import { isSame, nextField, type Relation, toRelations, withoutRelation, withRelation } from "./draft.ts";
import { EntryCard } from "./entry-card.tsx";
import { FindingList } from "./finding-list.tsx";
import { RelationDrawer } from "./relation-drawer.tsx";
import { RelationTable } from "./relation-table.tsx";
import "./ldap-attributes.css";

/** Which field of the directory feeds which LDAP attribute of people. */
export function AttributesPage() {
  const { t } = useTranslation("ldap-attributes");
  const { message } = App.useApp();
  const stored = useQuery(queryOf(routes.getLdapAttributes));
  const choices = useQuery(queryOf(routes.getLdapAttributeChoices));
  // Here and not in the editor: that one is drawn anew once another version is read.
  const save = useCall(routes.replaceLdapAttributes, { refreshes: ["getLdapAttributes", "previewLdapAttributes"] });
  // Somebody from Feishu has more to show than the operator who looks.
  const somebody = useQuery(queryOf(routes.listUsers, { query: { origin: "feishu", status: "active", limit: 1 } }));
  const failed = stored.isError ? stored : choices.isError ? choices : null;
  if (failed === null && stored.data && choices.data && !somebody.isPending)
    return (
      <RelationEditor
        key={stored.data.version}
        stored={stored.data}
        choices={choices.data}
        somebody={somebody.data?.items[0] ?? null}
        saving={save.isPending}
        error={save.error}
        onSave={(relations) =>
          save.mutate(
            { body: { version: stored.data.version, relations } },
            { onSuccess: () => void message.success(t("saved")) },
          )
        }
      />
    );
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} />
      <LdapNav />
      {failed ? <ErrorState error={failed.error} onRetry={() => void failed.refetch()} /> : <PageSkeleton rows={8} />}
    </>
  );
}

const search = z.object({ user: z.catch(z.optional(z.string()), undefined) });

function RelationEditor(props: {
  readonly stored: LdapAttributesView;
  readonly choices: LdapAttributeChoicesView;
  readonly somebody: { readonly id: string; readonly name: string; readonly username: string } | null;
  readonly saving: boolean;
  readonly error: unknown;
  readonly onSave: (relations: Relation[]) => void;
}) {
  const { stored, choices } = props;
  const { t } = useTranslation("ldap-attributes");
  const me = useMe();
  const somebody = props.somebody ?? me;
  const [{ user = somebody.id }, change] = useSearchState(search);
  const [draft, setDraft] = useState<readonly Relation[]>(() => toRelations(stored.relations));
  const [editing, setEditing] = useState<string | null>(null);
  const isChanged = !isSame(draft, stored.relations);
  const preview = useQuery({
    ...queryOf(routes.previewLdapAttributes, {
      body: { relations: isChanged ? toRelations(draft) : null, user },
    }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const person = preview.data?.person ?? null;
  const shown = person?.attributes ?? [];
  const findings = preview.data?.findings ?? stored.findings;
  const mayChange = me.role !== "auditor" && !stored.declared;
  const isWrong = isChanged && findings.some(({ severity }) => severity === "invalid");
  const compulsory = new Set(choices.attributes.filter((one) => one.compulsory).map(({ name }) => name));
  const free = choices.attributes.filter(({ name }) => !draft.some(({ attribute }) => attribute === name));
  const profile = choices.profiles.find(({ relations }) => isSame(relations, draft))?.name ?? null;
  const edited = draft.find(({ attribute }) => attribute === editing) ?? null;
  const problem = props.error ? problemText(t, props.error) : null;
  const isOvertaken = props.error instanceof ApiProblem && props.error.code === "relations_changed_meanwhile";
  const add = (attribute: string) => {
    setDraft(withRelation(draft, { attribute, first_of: [{ field: nextField([], choices.fields) }] }));
    setEditing(attribute);
  };
  return (
    <>
      <PageHeader
        title={t("title")}
        about={t("about")}
        aside={isChanged ? <StatusPill tone="warning">{t("unsaved")}</StatusPill> : null}
        actions={
          mayChange ? (
            <>
              <Button disabled={!isChanged} onClick={() => setDraft(toRelations(stored.relations))}>
                {t("discard")}
              </Button>
              <Button
                type="primary"
                disabled={!isChanged || isWrong}
                loading={props.saving}
                onClick={() => props.onSave(toRelations(draft))}
              >
                {t("save")}
              </Button>
            </>
          ) : null
        }
      />
      <LdapNav />
      <div className="relation-stack">
        {stored.declared ? (
          <Alert type="info" showIcon title={t("declared.title")} description={t("declared.about")} />
        ) : null}
        {problem ? (
          <Alert
            type="error"
            showIcon
            title={problem.title}
            description={problem.cure}
            action={isOvertaken ? <Button onClick={() => location.reload()}>{t("reload")}</Button> : null}
          />
        ) : null}
        {findings.length > 0 ? (
          <Card title={t("findings")}>
            <FindingList findings={findings} />
          </Card>
        ) : null}
        <Card flush>
          <div className="list-bar">
            <div className="relation-choice">
              <span aria-hidden>{t("preview.person")}</span>
              <UserPicker
                label={t("preview.person")}
                value={user}
                known={person ?? (user === somebody.id ? somebody : null)}
                onChange={(id) => change({ user: id }, { replace: true })}
              />
            </div>
            <div className="relation-choice">
              <span aria-hidden>{t("profile.label")}</span>
              <Select
                aria-label={t("profile.label")}
                style={{ minWidth: 240 }}
                disabled={!mayChange}
                value={profile ?? "own"}
                options={[
                  ...choices.profiles.map(({ name }) => ({ value: name as string, label: t(`profile.${name}`) })),
                  ...(profile === null ? [{ value: "own", label: t("profile.own") }] : []),
                ]}
                onChange={(name: string) => {
                  const chosen = choices.profiles.find((one) => one.name === name);
                  if (chosen) setDraft(toRelations(chosen.relations));
                }}
              />
            </div>
          </div>
          {preview.isError ? (
            <Alert
              type="warning"
              showIcon
              className="relation-alert"
              title={problemText(t, preview.error).title}
              description={problemText(t, preview.error).cure}
            />
          ) : null}
          <RelationTable
            relations={draft}
            compulsory={compulsory}
            findings={findings}
            person={person?.name ?? null}
            shown={shown}
            acts={
              mayChange
                ? { edit: setEditing, remove: (attribute) => setDraft(withoutRelation(draft, attribute)) }
                : null
            }
          />
          {mayChange && free.length > 0 ? (
            <div className="list-foot relation-add">
              <Select
                aria-label={t("add")}
                placeholder={t("add")}
                style={{ width: 260 }}
                showSearch={{ optionFilterProp: "label" }}
                value={null}
                options={free.map(({ name }) => ({ value: name, label: name }))}
                onChange={(name: string | null) => (name === null ? undefined : add(name))}
              />
            </div>
          ) : null}
        </Card>
        {person ? <EntryCard person={person} /> : null}
      </div>
      {edited ? (
        <RelationDrawer
          relation={edited}
          choices={choices}
          person={person?.name ?? null}
          shown={shown.find(({ name }) => name === edited.attribute)}
          onChange={(relation) => setDraft(withRelation(draft, relation))}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </>
  );
}
