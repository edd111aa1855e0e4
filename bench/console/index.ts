import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openBrowser } from "../../console/test/support/browser.ts";
import { callJson } from "../support/http.ts";
import { type Installation, TOKEN, withInstallation } from "../support/installation.ts";
import { FIRST_VIEW_BUDGET, ROUTE_BUDGET, weighBuild } from "./bundle-sizes.ts";
import { measureFirstPaint, quantile } from "./first-paint.ts";

/**
 * What the console weighs and how soon it is there: JavaScript of the first view and of every page against the budgets,
 * first contentful paint, and how quickly lists answer with that many people. Ends with status 1 beyond a budget.
 */

const OWNER = { username: "owner", password: "bench password of this run only" };
const SIGN_IN_BUDGET_MS = 1000;
const PEOPLE_BUDGET_MS = 1500;
const LIST_BUDGET_MS = 100;
/** A list; all of them together stay below what one address may ask in a minute. */
const REQUESTS = 60;

/** What the people page asks for, and other lists of its kind. */
const LISTS = [
  "/users?limit=50",
  "/users?limit=50&status=active",
  "/users?limit=50&search=li",
  "/users?limit=200",
  "/departments?limit=50",
  "/sync-runs?limit=50",
  "/audit-records?limit=50",
];

/** Runs the suite; `args` are those behind its name on the command line. Prints tables, or one JSON value with `--json`. */
export async function runSuite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { users: { type: "string", default: "100000" }, json: { type: "boolean", default: false } },
  });
  const users = Number(values.users);
  const size = await weighBuild(fileURLToPath(new URL("../../console/dist/", import.meta.url)));
  const env = { LARKBRIDGE_ADMIN_USERNAME: OWNER.username, LARKBRIDGE_ADMIN_PASSWORD: OWNER.password };
  const measured = await withInstallation(
    { users, departments: Math.round(users / 10), memberships: Math.round(users * 1.2), limited: false, env },
    async (installation) => {
      await fill(installation);
      return { paint: await measurePaint(installation), lists: await measureLists(installation) };
    },
  );
  const result = { users, ...size, ...measured };
  if (values.json) console.log(JSON.stringify(result));
  else print(result);
  if (isBeyondBudget(result)) process.exitCode = 1;
}

interface Result {
  readonly users: number;
  readonly firstView: number;
  readonly pages: readonly { readonly page: string; readonly bytes: number }[];
  readonly paint: { readonly signIn: number; readonly people: number };
  readonly lists: readonly { readonly list: string; readonly p50: number; readonly p95: number }[];
}

/** One sync, to its end. */
async function fill({ server }: Installation): Promise<void> {
  const api = `${server.url}/api/v1/sync-runs`;
  let run = await callJson<{ id: string; status: string }>(api, { method: "POST", token: TOKEN, body: {} });
  while (run.status === "running") run = await callJson(`${api}/${run.id}?wait=30`, { token: TOKEN });
  if (run.status !== "succeeded") throw new Error(`the sync ended as ${run.status}`);
}

async function measurePaint({ server }: Installation): Promise<Result["paint"]> {
  const signedIn = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify(OWNER),
  });
  const [name = "", value = ""] = (signedIn.headers.getSetCookie()[0] ?? "").split(";")[0]?.split("=") ?? [];
  if (value === "") throw new Error(`nobody signed in: ${signedIn.status} ${await signedIn.text()}`);
  const browser = await openBrowser();
  try {
    return {
      signIn: await measureFirstPaint(browser, `${server.url}/login`, []),
      people: await measureFirstPaint(browser, `${server.url}/users`, [{ name, value, url: server.url }]),
    };
  } finally {
    await browser.close();
  }
}

async function measureLists({ server }: Installation): Promise<Result["lists"]> {
  const lists: { list: string; p50: number; p95: number }[] = [];
  for (const list of LISTS) {
    const times: number[] = [];
    for (let request = 0; request < REQUESTS; request += 1) {
      const began = performance.now();
      await callJson(`${server.url}/api/v1${list}`, { token: TOKEN });
      times.push(performance.now() - began);
    }
    lists.push({ list, p50: quantile(times, 0.5), p95: quantile(times, 0.95) });
  }
  return lists;
}

function isBeyondBudget({ firstView, pages, paint, lists }: Result): boolean {
  return (
    firstView > FIRST_VIEW_BUDGET ||
    pages.some((page) => page.bytes > ROUTE_BUDGET) ||
    paint.signIn > SIGN_IN_BUDGET_MS ||
    paint.people > PEOPLE_BUDGET_MS ||
    lists.some((list) => list.p95 > LIST_BUDGET_MS)
  );
}

function print({ users, firstView, pages, paint, lists }: Result): void {
  const kb = (bytes: number) => (bytes / 1000).toFixed(1);
  console.log(`\nFirst view (frame and sign-in): ${kb(firstView)} kB of ${kb(FIRST_VIEW_BUDGET)}, gzip`);
  console.table(pages.map(({ page, bytes }) => ({ page, "kB beyond the frame": kb(bytes), of: kb(ROUTE_BUDGET) })));
  console.log(
    `First contentful paint: sign-in ${paint.signIn.toFixed(0)} ms of ${SIGN_IN_BUDGET_MS}, ` +
      `people with ${users} ${paint.people.toFixed(0)} ms of ${PEOPLE_BUDGET_MS}`,
  );
  console.table(
    lists.map(({ list, p50, p95 }) => ({
      list,
      "p50 ms": p50.toFixed(1),
      "p95 ms": p95.toFixed(1),
      of: LIST_BUDGET_MS,
    })),
  );
}
