/** Markup that is safe to send as it stands. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | readonly Part[];

/** Builds markup: every text put into the template is escaped, markup and lists of it are not escaped again. */
export function html(fixed: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(
    fixed.map((text, place) => text + (place < parts.length ? render(parts[place] as Part) : "")).join(""),
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part !== "string") return part.map(render).join("");
  return part.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
