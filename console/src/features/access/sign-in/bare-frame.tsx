import { Button } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { changeLanguage, currentLanguage, LANGUAGE_NAMES, LANGUAGE_TAGS } from "../../../i18n/index.ts";
import "../access.css";

/** The frame of pages that stand alone: what the product is, the other language, and one form. */
export function BareFrame(props: { readonly title: string; readonly about?: string; readonly children: ReactNode }) {
  const { t } = useTranslation("access");
  const other = currentLanguage() === "zh" ? "en" : "zh";
  useEffect(() => {
    document.title = `${props.title} · Larkbridge`;
  }, [props.title]);
  return (
    <div className="bare">
      <aside className="bare-brand" aria-label="Larkbridge">
        <div className="bare-brand-name">
          <BrandMark />
          Larkbridge
        </div>
        <div>
          <p className="bare-brand-line">{t("brand.line")}</p>
          <p className="bare-brand-about">{t("brand.about")}</p>
        </div>
        <div className="bare-brand-foot">{location.host}</div>
      </aside>
      <main className="bare-form">
        <Button
          type="text"
          className="bare-language"
          lang={LANGUAGE_TAGS[other]}
          onClick={() => void changeLanguage(other)}
        >
          {LANGUAGE_NAMES[other]}
        </Button>
        <div className="bare-body">
          <h1>{props.title}</h1>
          <p className="bare-about">{props.about}</p>
          {props.children}
        </div>
      </main>
    </div>
  );
}

function BrandMark() {
  return (
    <svg width="28" height="28" viewBox="0 0 28 28" fill="none" aria-hidden="true">
      <rect width="28" height="28" rx="7" fill="#2f6be8" />
      <path
        d="M8 11h11m0 0-3-3m3 3-3 3M20 17H9m0 0 3-3m-3 3 3 3"
        stroke="#fff"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
