import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FeishuFailure } from "./failure.ts";
import { type Page, readPages } from "./pager.ts";

async function collect(readPage: (token: string | null) => Promise<Page<string>>): Promise<readonly string[]> {
  const items: string[] = [];
  for await (const page of readPages(readPage)) items.push(...page);
  return items;
}

/** Serves fixed pages; the token of page n is "n". */
const pagesOf = (pages: readonly (readonly string[])[]) => async (token: string | null) => {
  const index = token === null ? 0 : Number(token);
  return { items: pages[index] ?? [], next: index + 1 < pages.length ? String(index + 1) : null };
};

describe("reading pages", () => {
  test("everything is read, empty pages in between included", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string(), { maxLength: 4 }), { minLength: 1, maxLength: 30 }),
        async (pages) => {
          expect(await collect(pagesOf(pages))).toEqual(pages.flat());
        },
      ),
    );
  });

  test("a failing page makes the whole list fail, wherever it is", async () => {
    const refusal = new FeishuFailure("feishu_server_error");
    for (const broken of [0, 1, 2]) {
      const pages = pagesOf([["a"], ["b"], ["c"]]);
      const reading = collect(async (token) => {
        if ((token === null ? 0 : Number(token)) === broken) throw refusal;
        return await pages(token);
      });
      await expect(reading).rejects.toBe(refusal);
    }
  });

  test("a refused page token starts that list again", async () => {
    const pages = pagesOf([["a"], ["b"], ["c"]]);
    let refusals = 1;
    const items = await collect(async (token) => {
      if (token === "2" && refusals-- > 0) throw new FeishuFailure("feishu_page_token_invalid");
      return await pages(token);
    });
    expect(items).toEqual(["a", "b", "a", "b", "c"]);
  });

  test("page tokens that never work end in a failure, not in a short list", async () => {
    let calls = 0;
    const reading = collect(async (token) => {
      calls++;
      if (token !== null) throw new FeishuFailure("feishu_page_token_invalid");
      return { items: ["a"], next: "x" };
    });
    await expect(reading).rejects.toMatchObject({ code: "feishu_page_token_invalid", kind: "incomplete" });
    expect(calls).toBe(6);
  });

  test("a repeated page token is noticed instead of being followed for ever", async () => {
    const reading = collect(async (token) => ({ items: ["a"], next: token === "1" ? "2" : "1" }));
    await expect(reading).rejects.toMatchObject({ code: "feishu_page_token_invalid" });
  });

  test("a list of nothing but empty pages ends in a failure", async () => {
    let token = 0;
    await expect(collect(async () => ({ items: [], next: String(token++) }))).rejects.toMatchObject({
      code: "feishu_page_token_invalid",
    });
  });
});
