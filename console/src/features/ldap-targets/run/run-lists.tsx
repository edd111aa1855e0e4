import { Input, Segmented, Tabs } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { useSearchState } from "../../../app/search.ts";
import { Card } from "../../../design/index.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";
import { ActionWord, Tiles } from "../../sync/index.ts";
import { countOf, failedIn, KINDS, SIGN_OF, VERBS } from "../run-words.ts";
import type { TargetRun } from "../types.ts";
import { EntryTable } from "./entry-table.tsx";
import { IssueTable } from "./issue-table.tsx";

const TABS = ["changes", "failed", "notes"] as const;
const search = z.object({
  tab: z.catch(z.optional(z.enum(TABS)), undefined),
  verb: z.catch(z.optional(z.enum(VERBS)), undefined),
  kind: z.catch(z.optional(z.enum(KINDS)), undefined),
  search: z.catch(z.optional(z.string()), undefined),
});

/** Every entry that a run writes, those that failed, and what to know of single ones. */
export function RunLists({ run }: { readonly run: TargetRun }) {
  const { t } = useTranslation("ldap-targets");
  const [{ tab = "changes", verb, kind, search: text }, change] = useSearchState(search);
  const failed = failedIn(run.counts);
  const label = {
    changes: t("tab.changes"),
    failed: t("tab.failed", { count: failed, shown: formatNumber(failed, currentLanguage()) }),
    notes: t("tab.notes"),
  };
  const isFiltered = verb !== undefined || kind !== undefined || text !== undefined;
  return (
    <>
      <div className="target-tiles">
        <Tiles
          label={t("run.tiles")}
          tiles={VERBS.map((key) => ({
            key,
            word: <ActionWord action={SIGN_OF[key]} word={t(`verb.${key}`)} />,
            count: countOf(run.counts, key, kind),
          }))}
          chosen={verb}
          onChoose={(chosen) => change({ verb: chosen, tab: undefined })}
        />
      </div>
      <Card flush>
        <Tabs
          className="target-tabs"
          activeKey={tab}
          onChange={(key) =>
            change({
              tab: key === "changes" ? undefined : (key as (typeof TABS)[number]),
              verb: undefined,
              kind: undefined,
              search: undefined,
            })
          }
          items={TABS.map((key) => ({ key, label: label[key] }))}
        />
        {tab === "changes" ? (
          <EntryTable
            key="changes"
            run={run}
            query={{ verb, kind, search: text }}
            onClear={isFiltered ? () => change({ verb: undefined, kind: undefined, search: undefined }) : undefined}
            filters={
              <>
                <Segmented
                  aria-label={t("run.kind")}
                  value={kind ?? "all"}
                  options={["all" as const, ...KINDS].map((value) => ({ value, label: t(`kind.${value}`) }))}
                  onChange={(value) => change({ kind: KINDS.find((one) => one === value) })}
                />
                <Input.Search
                  key={text ?? ""}
                  allowClear
                  style={{ width: 260 }}
                  defaultValue={text}
                  aria-label={t("run.search")}
                  placeholder={t("run.search")}
                  onSearch={(typed) => change({ search: typed.trim() || undefined }, { replace: true })}
                />
              </>
            }
          />
        ) : null}
        {tab === "failed" ? <EntryTable key="failed" run={run} query={{ outcome: "failed" }} /> : null}
        {tab === "notes" ? <IssueTable run={run} /> : null}
      </Card>
    </>
  );
}
