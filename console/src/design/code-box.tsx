import { useId } from "react";
import { CopyButton } from "./copy-button.tsx";

/** Lines of text to be read or copied; a box that scrolls can be reached by keyboard. `labelledBy` is the id of its name. */
export function CodeBox({ text, labelledBy }: { readonly text: string; readonly labelledBy: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus.
    <section className="snippet" aria-labelledby={labelledBy} tabIndex={0}>
      <pre>{text}</pre>
    </section>
  );
}

/** Such a box under its name (of a file, of a command) with a button that copies it; `copy` is the button's word. */
export function SnippetBox(props: { readonly name: string; readonly text: string; readonly copy: string }) {
  const id = useId();
  return (
    <div>
      <div className="snippet-head">
        <span id={id} className="mono">
          {props.name}
        </span>
        <CopyButton text={props.text} what={props.name} label={props.copy} />
      </div>
      <CodeBox text={props.text} labelledBy={id} />
    </div>
  );
}
