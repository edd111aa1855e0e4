import { formatNumber } from "../../i18n/format.ts";
import { currentLanguage } from "../../i18n/index.ts";
import "./sync.css";

/** What happened to how many records of each kind: a row a kind, a column an outcome. */
export function CountsGrid<Column extends string>(props: {
  readonly label: string;
  readonly columns: readonly { readonly key: Column; readonly word: string }[];
  readonly rows: readonly { readonly word: string; readonly counts: Readonly<Record<Column, number>> }[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section className="counts-scroll" aria-label={props.label} tabIndex={0}>
      <table className="counts-table">
        <thead>
          <tr>
            <td />
            {props.columns.map(({ key, word }) => (
              <th key={key} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ word, counts }) => (
            <tr key={word}>
              <th scope="row">{word}</th>
              {props.columns.map(({ key }) => (
                <td key={key}>{formatNumber(counts[key], currentLanguage())}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
