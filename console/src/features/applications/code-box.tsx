/** Lines of text to be read or copied; a box that scrolls can be reached by keyboard. `labelledBy` is the id of its name. */
export function CodeBox({ text, labelledBy }: { readonly text: string; readonly labelledBy: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus.
    <section className="snippet" aria-labelledby={labelledBy} tabIndex={0}>
      <pre>{text}</pre>
    </section>
  );
}
