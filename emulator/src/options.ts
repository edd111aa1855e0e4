import { z } from "zod";
import { blueprintInput } from "./tenant/blueprint.ts";

/** What the emulator can be started with; the command line and `startEmulator` share it (README, "Start it"). */

export const DEMO_APP_ID = "cli_0123456789abcdef";
export const DEMO_APP_SECRET = "demo-secret-not-for-production";
export const DEFAULT_PORT = 4010;

const startOptions = blueprintInput.extend({
  host: z.string().min(1).default("127.0.0.1"),
  port: z.number().int().min(0).max(65_535).default(DEFAULT_PORT),
  appId: z.string().min(1).default(DEMO_APP_ID),
  appSecret: z.string().min(1).default(DEMO_APP_SECRET),
  rateLimit: z.boolean().default(true),
  range: z.enum(["all", "none", "half"]).default("all"),
  scopes: z.union([z.enum(["full", "legacy", "none"]), z.array(z.string().min(1))]).default("full"),
  ehr: z.boolean().default(true),
  shuffle: z.boolean().default(false),
  bigDepartment: z.number().int().min(0).default(0),
  now: z.custom<() => number>((value) => typeof value === "function").optional(),
});

export type EmulatorOptions = z.input<typeof startOptions>;
export type StartOptions = z.output<typeof startOptions>;

/** An option that does not fit, named, in one sentence. */
export class OptionMistake extends Error {}

/** @throws OptionMistake naming every option that does not fit */
export function readOptions(options: EmulatorOptions): StartOptions {
  const parsed = startOptions.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new OptionMistake(
    parsed.error.issues.map((issue) => `${issue.path.join(".") || "options"}: ${issue.message}`).join("; "),
  );
}
