/** What a person would see of a message, as far as a preview shows it. */
export interface Preview {
  readonly title: string;
  readonly lines: readonly string[];
  readonly button: { readonly label: string; readonly url: string } | null;
}

type Part = Readonly<Record<string, unknown>>;

/** Reads what Feishu would get (its `content`, by type) into what a preview shows. Parts it does not know are passed over. */
export function readPreview(type: "text" | "post" | "interactive", content: Part): Preview {
  switch (type) {
    case "text":
      return { title: "", lines: asText(content["text"]).split("\n"), button: null };
    case "post":
      return readPost(content);
    case "interactive":
      return readCard(content);
  }
}

/** One language: `{ title, content: [[{ tag, text, href }]] }`. A link in a line of its own stands for the button. */
function readPost(content: Part): Preview {
  const post = (content["zh_cn"] ?? content["en_us"] ?? {}) as Part;
  const paragraphs = asList(post["content"]).map(asList);
  const last = paragraphs.at(-1);
  const link = last?.length === 1 && last[0]?.["tag"] === "a" ? last[0] : undefined;
  const lines = (link === undefined ? paragraphs : paragraphs.slice(0, -1)).map((parts) =>
    parts.map((part) => asText(part["text"])).join(""),
  );
  const button = link === undefined ? null : { label: asText(link["text"]), url: asText(link["href"]) };
  return { title: asText(post["title"]), lines, button };
}

/** A card of schema 2.0 with markdown and a button that opens a page. */
function readCard(content: Part): Preview {
  const elements = asList((content["body"] as Part | undefined)?.["elements"]);
  const markdown = elements.filter(({ tag }) => tag === "markdown").map((element) => asText(element["content"]));
  const button = elements.find(({ tag }) => tag === "button");
  const opens = asList(button?.["behaviors"]).find(({ type }) => type === "open_url");
  const header = content["header"] as Part | undefined;
  return {
    title: asText((header?.["title"] as Part | undefined)?.["content"]),
    lines: withoutReferences(markdown.join("\n")).split("\n"),
    button:
      button === undefined
        ? null
        : { label: asText((button["text"] as Part | undefined)?.["content"]), url: asText(opens?.["default_url"]) },
  };
}

/** Values stand in markdown as numeric references, which Feishu shows as the characters they are. */
function withoutReferences(text: string): string {
  return text.replace(/&#(\d{1,7});/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

const asText = (value: unknown): string => (typeof value === "string" ? value : "");
const asList = (value: unknown): readonly Part[] & Part[][] => (Array.isArray(value) ? value : []) as never;
