import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** WCAG 2.0 to 2.2, levels A and AA (ux.md section 8). */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The rules of these that judge colours: all that another theme can break, for it changes nothing else. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * What breaks the guidelines on the page as it stands, one line each; empty when nothing does. `colours` looks again at a
 * page that was judged whole in another theme.
 */
export async function violationsOf(page: Page, rules: "all" | "colours" = "all"): Promise<string[]> {
  // Legacy: all in the page itself. The newer way opens a blank page each time to judge frames from elsewhere; we have none.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({
    runOnly: rules === "all" ? { type: "tag", values: TAGS } : { type: "rule", values: COLOURS },
    resultTypes: ["violations"],
  });
  const { violations } = await axe.analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`,
    ),
  );
}
