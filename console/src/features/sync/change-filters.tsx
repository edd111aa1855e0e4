import { Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { useSearchState } from "../../app/search.ts";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import { ACTIONS, countOfKind, KINDS } from "./change-words.ts";
import type { Tally } from "./types.ts";

/** The filters of a list of changes, as they stand in the address. */
const filters = z.object({
  kind: z.catch(z.optional(z.enum(KINDS)), undefined),
  action: z.catch(z.optional(z.enum([...ACTIONS, "skipped"])), undefined),
  search: z.catch(z.optional(z.string()), undefined),
});

export function useChangeFilters() {
  return useSearchState(filters);
}

/** Which kind of record, and a part of its name. */
export function ChangeFilters({ tally }: { readonly tally: Tally | undefined }) {
  const { t } = useTranslation("sync");
  const [{ kind, search }, change] = useChangeFilters();
  const option = (value: (typeof KINDS)[number] | undefined) => {
    const count = tally === undefined ? "" : ` ${formatNumber(countOfKind(tally, value), currentLanguage())}`;
    return { value: value ?? "all", label: `${t(`kind.${value ?? "all"}`)}${count}` };
  };
  return (
    <>
      <Segmented
        aria-label={t("filter.kind")}
        value={kind ?? "all"}
        options={[undefined, ...KINDS].map(option)}
        onChange={(value) => change({ kind: value === "all" ? undefined : (value as (typeof KINDS)[number]) })}
      />
      <Input.Search
        allowClear
        style={{ width: 260 }}
        defaultValue={search}
        aria-label={t("filter.search")}
        placeholder={t("filter.search")}
        onSearch={(text) => change({ search: text.trim() || undefined }, { replace: true })}
      />
    </>
  );
}
