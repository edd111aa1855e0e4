import { expect, test } from "vitest";
import { html } from "./html.ts";

test("texts are escaped for content and attributes, markup is taken as it is", () => {
  const items = ["<b>", `"'&`].map((text) => html`<li title="${text}">${text}</li>`);
  expect(html`<ul>${items}</ul>`.text).toBe(
    '<ul><li title="&lt;b&gt;">&lt;b&gt;</li><li title="&quot;&#39;&amp;">&quot;&#39;&amp;</li></ul>',
  );
});
