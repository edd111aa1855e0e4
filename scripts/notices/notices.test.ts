import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readProductionPackages } from "./packages.ts";
import { isAllowed, renderNotices } from "./render.ts";

const packages = await readProductionPackages();

describe("third-party notices", () => {
  it("name every package of the lock file that is installed with the product", async () => {
    const page = await readFile(new URL("../../THIRD-PARTY-NOTICES.md", import.meta.url), "utf8");
    expect(page, "run `npm run notices`").toBe(await renderNotices(packages));
  });

  it("know no package whose licence is not on the list", () => {
    expect(packages.filter(({ license }) => !isAllowed(license))).toEqual([]);
    expect(packages.length).toBeGreaterThan(100);
  });

  it("give a text for every package that comes without one", () => {
    expect(
      packages.filter(({ textlessAuthor, license }) => textlessAuthor !== null && !["MIT", "ISC"].includes(license)),
    ).toEqual([]);
  });

  it.each([
    ["MIT", true],
    ["(MIT OR CC0-1.0)", true],
    ["(GPL-2.0-only OR MIT)", true],
    ["GPL-3.0-only", false],
    ["MIT AND GPL-3.0-only", false],
    ["", false],
  ])("judge %s as %s", (expression, allowed) => {
    expect(isAllowed(expression)).toBe(allowed);
  });
});
