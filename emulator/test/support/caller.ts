import { type EmulatorOptions, type RunningEmulator, startEmulator } from "../../src/index.ts";

/** A raw client of the emulator for what the official SDK hides, and for the control API. */

/** What came back: status, headers, and the JSON where it is some. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: any;
}

export interface Caller {
  readonly emulator: RunningEmulator;
  /** A call with a tenant token; `/contact/v3/…` is below `/open-apis`. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  /** A call without a token. */
  bare(method: string, path: string, headers?: Record<string, string>, body?: unknown): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  token(appId?: string, appSecret?: string): Promise<string>;
}

/** Starts a small emulator on a free port and gives a caller of it. */
export async function openCaller(options: EmulatorOptions = {}): Promise<Caller> {
  const emulator = await startEmulator({ users: 60, port: 0, rateLimit: false, ...options });
  return makeCaller(emulator);
}

function makeCaller(emulator: RunningEmulator): Caller {
  const bare: Caller["bare"] = async (method, path, headers = {}, body = undefined) => {
    const response = await fetch(`${emulator.url}${path}`, {
      method,
      redirect: "manual",
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true && !text.includes("\n{");
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };
  const token: Caller["token"] = async (appId = emulator.appId, appSecret = emulator.appSecret) => {
    const body = { app_id: appId, app_secret: appSecret };
    const answer = await bare("POST", "/open-apis/auth/v3/tenant_access_token/internal", {}, body);
    return answer.json.tenant_access_token;
  };
  const bearer = async () => ({ authorization: `Bearer ${await token()}` });
  return {
    emulator,
    bare,
    token,
    get: async (path, headers) => bare("GET", `/open-apis${path}`, headers ?? (await bearer())),
    post: async (path, body) => bare("POST", `/open-apis${path}`, await bearer(), body),
    control: (method, path, body) => bare(method, `/__emulator${path}`, {}, body),
  };
}

/** Every record of a paged list, page by page; checks nothing but the code. */
// biome-ignore lint/suspicious/noExplicitAny: records of many shapes
export async function readAll(caller: Caller, path: string, pageSize = 50): Promise<any[]> {
  const items: unknown[] = [];
  const separator = path.includes("?") ? "&" : "?";
  for (let token = ""; ; ) {
    const more = token === "" ? "" : `&page_token=${encodeURIComponent(token)}`;
    const { json } = await caller.get(`${path}${separator}page_size=${pageSize}${more}`);
    if (json.code !== 0) throw new Error(`code ${json.code}`);
    items.push(...json.data.items);
    if (!json.data.has_more) return items;
    token = json.data.page_token;
  }
}

/** The true tenant, by kind. */
// biome-ignore lint/suspicious/noExplicitAny: records of two shapes
export async function readSnapshot(caller: Caller): Promise<{ users: any[]; departments: any[]; text: string }> {
  const { text } = await caller.control("GET", "/snapshot");
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return {
    text,
    users: lines.filter((line) => line.kind === "user"),
    departments: lines.filter((line) => line.kind === "department"),
  };
}
