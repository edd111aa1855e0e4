import { readFileSync } from "node:fs";
import { type Client, makeClient } from "./client.ts";
import { makeOutput, type Output, type Sink } from "./output.ts";
import { localProblem } from "./problem.ts";

type Environment = { readonly [name: string]: string | undefined };

/** What the process gives the program. */
export interface Surroundings {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Environment;
  readonly version: string;
}

/** Options every command understands. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly tokenFile?: string;
}

/** What a command works with. */
export interface Context {
  readonly output: Output;
  /** Made on first use: a command that runs by itself needs no token. */
  readonly client: () => Client;
}

const DEFAULT_URL = "http://127.0.0.1:8080";

/** Puts a command's context together from its options and the environment. */
export function makeContext(surroundings: Surroundings, options: GlobalOptions): Context {
  const { env, version } = surroundings;
  return {
    output: makeOutput(surroundings, env, options.json ?? false),
    client: () => makeClient({ url: serverUrl(options, env), token: readToken(options, env), version }),
  };
}

function serverUrl(options: GlobalOptions, env: Environment): URL {
  const text = options.url ?? (env["LARKBRIDGE_URL"] || DEFAULT_URL);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw localProblem("usage_invalid", { problem: `"${text}" is not an http or https address.` });
  }
  return url;
}

function readToken(options: GlobalOptions, env: Environment): string {
  const file = options.tokenFile ?? env["LARKBRIDGE_TOKEN_FILE"];
  const fromFile = options.tokenFile !== undefined || !env["LARKBRIDGE_TOKEN"] ? file : undefined;
  const token = (fromFile ? readTokenFile(fromFile) : env["LARKBRIDGE_TOKEN"])?.trim();
  if (!token) throw localProblem("token_missing");
  if (!/^[\x21-\x7e]+$/.test(token))
    throw localProblem("usage_invalid", { problem: "The token holds characters no token has." });
  return token;
}

function readTokenFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw localProblem("usage_invalid", { problem: `The token file ${path} cannot be read (${reason}).` });
  }
}
