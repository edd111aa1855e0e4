import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forMarkdown, forPlain, forText } from "./escape.ts";
import { toPayload } from "./payload.ts";
import { findSlip, placeholdersOf, type Template } from "./template.ts";

const template = (part: Partial<Template["texts"]["en"]> = {}, format: Template["format"] = "card"): Template => {
  const texts = { title: "Hello {{name}}", body: "**{{name}}** joined {{team}}", button: null, ...part };
  return { format, texts: { en: texts, zh: { ...texts, title: "你好 {{name}}" } } };
};
const render = (shown: Template, values: Record<string, string>, language: "en" | "zh" = "en") =>
  toPayload({ kind: "template", template: "t", values }, language, {}, () => shown);
const contentOf = (shown: Template, values: Record<string, string>, language: "en" | "zh" = "en") => {
  const rendered = render(shown, values, language);
  if (!rendered.ok) throw new Error(rendered.error.code);
  return JSON.parse(rendered.value.content);
};

/** Names as people have them, and as people who mean harm have them. */
const AWKWARD = [
  '<at user_id="all"></at>',
  "*Bold* _Li_",
  "[x](https://evil.example)",
  "a\nb\r\nc",
  'O\'Neil, Jr. + "N"',
  "张伟 🙂",
  "{{team}}",
  "`~|\\",
  "\u202Egnp.exe",
  "a\u2028b",
];

describe("a template", () => {
  it.each(AWKWARD)("shows the name %j as it is in a card, formats nothing with it and mentions nobody", (name) => {
    const card = contentOf(template(), { name, team: "x" });
    const markdown: string = card.body.elements[0].content;
    const inside = markdown.slice(2, markdown.indexOf("** joined x"));
    expect(inside).not.toMatch(/[<>*_~`[\]()|\\\n\r]/);
    const shown = inside.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    expect(shown).toBe(forPlain(name));
    expect(card.header.title).toEqual({ tag: "plain_text", content: `Hello ${forPlain(name)}` });
  });

  it.each(AWKWARD)("shows the name %j as it is in a text and in a post", (name) => {
    const { text } = contentOf(template({ body: "{{name}} joined {{team}}" }, "text"), { name, team: "x" });
    expect(text).not.toMatch(/<\/?[a-z]|\]\(|\r/);
    expect(text.split("\n")).toHaveLength(2);
    expect(text.split("\n")[1].replaceAll("\u200b", "")).toBe(`${forPlain(name)} joined x`);
    const post = contentOf(template({ body: "1. {{name}}\n2. {{team}}" }, "post"), { name, team: "x" });
    expect(post.en_us.content).toEqual([
      [{ tag: "text", text: `1. ${forPlain(name)}` }],
      [{ tag: "text", text: "2. x" }],
    ]);
  });

  it("keeps every value whole, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const shown = forMarkdown(value).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
        expect(shown).toBe(forPlain(value));
        expect(forMarkdown(value)).not.toMatch(/[<>*_~`[\]()!|\\$\n]/);
        expect(forText(value)).not.toMatch(/<[A-Za-z/!]|\]\(|\n/);
      }),
    );
  });

  it("speaks the recipient's language", () => {
    expect(contentOf(template({}, "post"), { name: "张伟", team: "x" }, "zh")).toHaveProperty(
      "zh_cn.title",
      "你好 张伟",
    );
    expect(contentOf(template({}, "post"), { name: "Wei", team: "x" })).toHaveProperty("en_us.title", "Hello Wei");
  });

  it("is refused where a value is missing in either language, and names it", () => {
    expect(render(template(), { name: "x" })).toEqual({
      ok: false,
      error: { code: "message_value_missing", names: ["team"] },
    });
    const chinese = {
      ...template(),
      texts: { ...template().texts, zh: { title: "{{only_zh}}", body: "x", button: null } },
    };
    expect(render(chinese, { name: "x", team: "y" })).toMatchObject({ error: { names: ["only_zh"] } });
    expect(placeholdersOf(chinese)).toEqual(["name", "only_zh", "team"]);
  });

  it("is refused where it is gone", () => {
    const gone = toPayload({ kind: "template", template: "t", values: {} }, "en", {}, () => undefined);
    expect(gone).toEqual({ ok: false, error: { code: "message_template_gone" } });
  });

  it("opens http and https addresses only, and escapes what goes into one", () => {
    const withUrl = (url: string) => template({ body: "x", title: "y", button: { label: "Open {{name}}", url } });
    const buttonOf = (url: string, values: Record<string, string>) => contentOf(withUrl(url), values).body.elements[1];
    expect(buttonOf("{{link}}", { name: "<b>", link: "https://a.example/x?y=1#z" })).toMatchObject({
      text: { tag: "plain_text", content: "Open <b>" },
      behaviors: [{ type: "open_url", default_url: "https://a.example/x?y=1#z" }],
    });
    expect(buttonOf("https://a.example/?q={{q}}", { name: "x", q: "a&b=c/d" })).toMatchObject({
      behaviors: [{ default_url: "https://a.example/?q=a%26b%3Dc%2Fd" }],
    });
    for (const link of ["javascript:alert(1)", "", "https://a b", "lark://x"])
      expect(render(withUrl("{{link}}"), { name: "x", link })).toEqual({
        ok: false,
        error: { code: "message_link_invalid" },
      });
  });

  it.each(["{{Name}}", "{{ na me }}", "{{name}", "}}"])("with the slip %s is found out before it is kept", (body) => {
    expect(findSlip(template({ body }))).toMatchObject({ text: body });
    expect(findSlip(template())).toBeUndefined();
  });
});

describe("a content of the sender's own", () => {
  it("goes as it is", () => {
    const send = (content: Parameters<typeof toPayload>[0]) => toPayload(content, "en", {}, () => undefined);
    expect(send({ kind: "text", text: "<b>x</b>" })).toEqual({
      ok: true,
      value: { type: "text", content: '{"text":"<b>x</b>"}' },
    });
    expect(send({ kind: "card", card: { schema: "2.0" } })).toMatchObject({ value: { type: "interactive" } });
    expect(send({ kind: "post", post: { zh_cn: {} } })).toMatchObject({ value: { type: "post" } });
  });
});
