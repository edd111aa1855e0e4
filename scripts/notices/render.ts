import { readFile } from "node:fs/promises";
import type { ProductionPackage } from "./packages.ts";

/** Licences that leave a user of Larkbridge free to use and pass it on. A package under another one needs a decision first. */
const ALLOWED_LICENSES: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  // A font under it may go along with a program, unchanged and under its own name.
  "OFL-1.1",
  "Unlicense",
];

/** Whether an SPDX expression leaves us a choice that is allowed: one side of an OR, every side of an AND. */
export function isAllowed(expression: string): boolean {
  const bare = expression.replace(/^\((.*)\)$/, "$1");
  return bare
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((license) => ALLOWED_LICENSES.includes(license.trim())));
}

/** The text of THIRD-PARTY-NOTICES.md: the packages from the lock file, then what is kept by hand about binaries. */
export async function renderNotices(packages: readonly ProductionPackage[]): Promise<string> {
  const read = (name: string) => readFile(new URL(name, import.meta.url), "utf8");
  const textless = (license: string) =>
    packages
      .filter((each) => each.textlessAuthor !== null && each.license === license)
      .map(({ name, textlessAuthor }) => `- ${name}: Copyright (c) ${textlessAuthor}`)
      .join("\n");
  return `# Third-party notices

Larkbridge is under the Apache License 2.0 (\`LICENSE\`). It is installed together with the packages below, each under
its own licence. \`npm run notices\` writes this page; a test keeps it current.

## Packages

Each package carries the text of its licence in its folder under \`node_modules\`, apart from those named after the table.

| Package | Version | Licence |
| --- | --- | --- |
${packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`).join("\n")}

These come without a licence file and are under the MIT licence:

${textless("MIT")}

\`\`\`text
${(await read("mit.txt")).trim()}
\`\`\`

These come without a licence file and are under the ISC licence:

${textless("ISC")}

\`\`\`text
${(await read("isc.txt")).trim()}
\`\`\`

${await read("binaries.md")}`;
}
