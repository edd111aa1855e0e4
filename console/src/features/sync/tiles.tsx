import type { ReactNode } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import "./sync.css";

/** Numbers that filter a table below: pressed once to narrow it, again to widen it. */
export function Tiles<Key extends string>(props: {
  readonly label: string;
  readonly tiles: readonly { readonly key: Key; readonly word: ReactNode; readonly count: number }[];
  readonly chosen: Key | undefined;
  readonly onChoose: (key: Key | undefined) => void;
}) {
  return (
    <fieldset className="tiles" aria-label={props.label} style={{ border: 0, padding: 0, margin: 0 }}>
      {props.tiles.map(({ key, word, count }) => (
        <button
          key={key}
          type="button"
          className="tile"
          aria-pressed={props.chosen === key}
          onClick={() => props.onChoose(props.chosen === key ? undefined : key)}
        >
          <span className="tile-word">{word}</span>
          <span className="tile-count">{formatNumber(count, currentLanguage())}</span>
        </button>
      ))}
    </fieldset>
  );
}
