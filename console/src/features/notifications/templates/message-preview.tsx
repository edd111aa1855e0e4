import { useTranslation } from "react-i18next";
import type { Preview } from "./read-preview.ts";

/** A message about as Feishu shows it. `card`: in a frame with its title above. */
export function MessagePreview({ preview, card }: { readonly preview: Preview; readonly card: boolean }) {
  const { t } = useTranslation("notifications");
  return (
    <figure className={card ? "preview preview-card" : "preview"} aria-label={t("preview.label")}>
      {preview.title === "" ? null : <figcaption>{preview.title}</figcaption>}
      <div className="preview-body">
        {/* biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by nothing else. */}
        {preview.lines.map((line, index) => (line === "" ? <br key={index} /> : <p key={index}>{line}</p>))}
        {preview.button === null ? null : (
          <p>
            <span className="preview-button">{preview.button.label}</span>
            <span className="preview-url">{preview.button.url}</span>
          </p>
        )}
      </div>
    </figure>
  );
}
