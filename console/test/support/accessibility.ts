import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** WCAG 2.0 to 2.2, levels A and AA (ux.md section 8). */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What breaks the guidelines on the page as it stands, one line each; empty when nothing does. */
export async function violationsOf(page: Page): Promise<string[]> {
  // Legacy: all in the page itself. The newer way opens a blank page each time to judge frames from elsewhere; we have none.
  const axe = new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ runOnly: { type: "tag", values: TAGS }, resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`,
    ),
  );
}
