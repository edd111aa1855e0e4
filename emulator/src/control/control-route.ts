import type { z } from "zod";
import type { App } from "../apps/app.ts";
import type { Platform } from "../platform.ts";
import { ControlMistake } from "./mistake.ts";

/** One request to the control API. */
export interface ControlCall {
  readonly platform: Platform;
  /** Where the emulator is reached. */
  readonly url: string;
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** Lines of text, a line a record, for answers too big to hold at once. */
export class TextLines {
  readonly lines: Iterable<string>;
  constructor(lines: Iterable<string>) {
    this.lines = lines;
  }
}

export interface ControlRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/__emulator`; `:name` takes one segment. */
  readonly pattern: string;
  /** The answer's JSON value, or lines, or a promise of it. */
  run(call: ControlCall): unknown;
}

/** @throws ControlMistake naming every member that does not fit */
export function readControlBody<T>(call: ControlCall, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(call.body);
  if (parsed.success) return parsed.data;
  const sentence = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; ");
  throw new ControlMistake(400, "body_invalid", sentence);
}

/** The app a request concerns: `?app_id=`, else the first. */
export function concernedApp(call: ControlCall): App {
  const id = call.query.get("app_id");
  const app = id === null ? call.platform.firstApp : call.platform.apps.get(id);
  if (app === undefined) throw new ControlMistake(404, "app_unknown", `there is no app ${id}`);
  return app;
}
