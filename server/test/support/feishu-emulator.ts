import { type EmulatorOptions, type RunningEmulator, startEmulator } from "@larkbridge/emulator";
import type { FeishuClientOptions } from "../../src/connectors/feishu/client.ts";
import { connectFeishu, type FeishuConnector } from "../../src/connectors/feishu/index.ts";
import type { SourceDepartment, SourceUser, SyncTarget } from "../../src/core/sync/snapshot.ts";
import { fixedClock } from "../../src/platform/clock/clock.ts";

/** One line of the emulator's true tenant (emulator/README.md). */
export interface TrueUser {
  readonly open_id: string;
  readonly union_id: string;
  readonly name: string;
  readonly departments: readonly string[];
  readonly primary: string | null;
  readonly leader: string | null;
  readonly job_title: string | null;
  readonly email: string | null;
  readonly enterprise_email: string | null;
  readonly listed: boolean;
  readonly in_range: boolean;
  readonly status: { readonly [flag: string]: boolean };
}

interface TrueDepartment {
  readonly open_department_id: string;
  readonly name: string;
  readonly parent: string;
  readonly leaders: readonly string[];
  readonly in_range: boolean;
}

/** An emulator with its control API. */
export interface Rehearsal {
  readonly emulator: RunningEmulator;
  /** Calls the control API; throws on a mistake. */
  control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The tenant as it really is. */
  truth(): Promise<{ readonly users: readonly TrueUser[]; readonly departments: readonly TrueDepartment[] }>;
  connect(options?: Partial<FeishuClientOptions>): FeishuConnector;
}

/** Starts an emulator on a free port without limits. Close it in the end with `rehearsal.emulator.close()`. */
export async function rehearse(options: EmulatorOptions): Promise<Rehearsal> {
  const emulator = await startEmulator({ port: 0, rateLimit: false, ...options });
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${emulator.url}/__emulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    emulator,
    control: async <Answer>(method: string, path: string, body?: unknown) =>
      (await (await ask(method, path, body)).json()) as Answer,
    async truth() {
      const users: TrueUser[] = [];
      const departments: TrueDepartment[] = [];
      for (const line of (await (await ask("GET", "/snapshot")).text()).split("\n")) {
        if (line === "") continue;
        const record = JSON.parse(line) as { kind: string };
        if (record.kind === "user") users.push(record as unknown as TrueUser);
        else departments.push(record as unknown as TrueDepartment);
      }
      return { users, departments };
    },
    connect: (given = {}) =>
      connectFeishu({
        openUrl: emulator.url,
        appId: emulator.appId,
        appSecret: emulator.appSecret,
        rateLimit: "off",
        retryMs: 1,
        timeoutMs: 2_000,
        clock: fixedClock("2026-01-01T00:00:00Z"),
        ...given,
      }),
  };
}

/** Reads contacts and keeps what came. */
export async function collect(connector: FeishuConnector, target: SyncTarget = { kind: "all" }) {
  const departments: SourceDepartment[] = [];
  const users: SourceUser[] = [];
  const sink = {
    departments: (batch: readonly SourceDepartment[]) => void departments.push(...batch),
    users: (batch: readonly SourceUser[]) => void users.push(...batch),
  };
  const result = await connector.readContacts(target, sink, { signal: new AbortController().signal });
  return { ...result, departments, users };
}
