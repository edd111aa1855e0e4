import { writeFile } from "node:fs/promises";
import { readProductionPackages } from "./packages.ts";
import { renderNotices } from "./render.ts";

/** `npm run notices`: writes THIRD-PARTY-NOTICES.md anew, after packages have changed. */
await writeFile(
  new URL("../../THIRD-PARTY-NOTICES.md", import.meta.url),
  await renderNotices(await readProductionPackages()),
);
