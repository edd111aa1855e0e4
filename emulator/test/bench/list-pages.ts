import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";

/** How many list pages a second the emulator serves: it runs in its own process, this one only reads. By hand. */

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const SOCKETS = 16;
const SIZES = ["--users", "100000", "--departments", "10000", "--memberships", "120000"];

interface Told {
  readonly url: string;
  readonly app_id: string;
  readonly app_secret: string;
}

interface Page {
  readonly items: readonly { readonly open_department_id?: string }[];
  readonly page_token?: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });

function call(url: string, method: string, token: string, body?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const outgoing = request(url, { agent, method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => resolve(Buffer.concat(chunks)));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Reads a list to its end; a body is only parsed where it has to be, for the reader must not be what is measured. */
async function readList(url: string, token: string, eachPage: (body: Buffer) => void): Promise<void> {
  for (let next = ""; ; ) {
    const more = next === "" ? "" : `&page_token=${encodeURIComponent(next)}`;
    const body = await call(url + more, "GET", token);
    const head = body.toString("latin1", 0, 200);
    if (!head.startsWith('{"code":0')) throw new Error(head);
    eachPage(body);
    if (!head.includes('"has_more":true')) return;
    next = (JSON.parse(body.toString("utf8")) as { data: Page }).data.page_token ?? "";
  }
}

async function measure(told: Told, token: string, round: number): Promise<void> {
  const contact = `${told.url}/open-apis/contact/v3`;
  const departments = ["0"];
  await readList(`${contact}/departments/0/children?fetch_child=true&page_size=50`, token, (body) => {
    const { data } = JSON.parse(body.toString("utf8")) as { data: Page };
    for (const item of data.items) departments.push(item.open_department_id ?? "");
  });
  let [pages, bytes, next] = [0, 0, 0];
  const started = performance.now();
  const worker = async () => {
    for (let id = departments[next++]; id !== undefined; id = departments[next++]) {
      await readList(`${contact}/users/find_by_department?page_size=50&department_id=${id}`, token, (body) => {
        pages += 1;
        bytes += body.length;
      });
    }
  };
  await Promise.all(Array.from({ length: SOCKETS }, worker));
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(
    `reading ${round}: ${pages} pages, ${Math.round(bytes / 1e6)} MB, ${Math.round(pages / seconds)} pages/s\n`,
  );
}

async function firstLine(child: ChildProcess): Promise<Told> {
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return JSON.parse(line.toString("utf8")) as Told;
}

const child = spawn(
  process.execPath,
  ["--conditions=source", CLI, ...SIZES, "--port", "0", "--rate-limit", "off", "--json"],
  {
    stdio: ["ignore", "pipe", "inherit"],
  },
);
const told = await firstLine(child);
const credentials = JSON.stringify({ app_id: told.app_id, app_secret: told.app_secret });
const answer = await call(`${told.url}/open-apis/auth/v3/tenant_access_token/internal`, "POST", "", credentials);
const { tenant_access_token: token } = JSON.parse(answer.toString("utf8")) as { tenant_access_token: string };
for (const round of [1, 2]) await measure(told, token, round);
agent.destroy();
child.kill("SIGTERM");
await once(child, "exit");
