import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDuration, formatFull, formatMoment, formatNumber } from "../i18n/format.ts";
import { currentLanguage } from "../i18n/index.ts";

/** An identifier. */
export function Mono({ children }: { readonly children: ReactNode }) {
  return <span className="mono">{children}</span>;
}

/** A moment: as people say it, with the whole of it and its zone on hover. `at` is RFC 3339. */
export function Time({ at }: { readonly at: string }) {
  useTranslation();
  const moment = new Date(at);
  const language = currentLanguage();
  return (
    <time dateTime={at} title={formatFull(moment, language)}>
      {formatMoment(moment, new Date(), language)}
    </time>
  );
}

/** How long something took, from milliseconds. */
export function Duration({ ms }: { readonly ms: number }) {
  useTranslation();
  return <span className="tabular">{formatDuration(ms, currentLanguage())}</span>;
}

/** A count with its thousands apart. */
export function Count({ value }: { readonly value: number }) {
  useTranslation();
  return <span className="tabular">{formatNumber(value, currentLanguage())}</span>;
}
