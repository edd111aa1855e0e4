import { closest } from "./closest.ts";
import type { ConfigKey } from "./keys.ts";
import type { ConfigMistake } from "./mistakes.ts";

const PREFIX = "LARKBRIDGE_";

/** Names that belong to the command line, which speaks to a running server (product.md section 4). */
const COMMAND_LINE = new Set(["LARKBRIDGE_URL", "LARKBRIDGE_TOKEN", "LARKBRIDGE_TOKEN_FILE"]);

/** Kubernetes sets these for a service called "larkbridge" in every container beside it; nobody wrote them. */
const SERVICE_LINK = /^LARKBRIDGE_(SERVICE_(HOST|PORT\w*)|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;

/** One key set by the environment. */
export interface Assignment {
  readonly key: ConfigKey;
  /** The variable's name, `…_FILE` included. */
  readonly name: string;
  readonly text: string;
  /** The text is the path of a file that holds the value. */
  readonly inFile: boolean;
}

/** Finds what `LARKBRIDGE_*` variables set. An empty variable counts as not set, as compose files leave them behind. */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  keys: readonly ConfigKey[],
): { readonly assignments: readonly Assignment[]; readonly mistakes: readonly ConfigMistake[] } {
  const names = new Map<string, { readonly key: ConfigKey; readonly inFile: boolean }>();
  for (const key of keys) {
    names.set(key.env, { key, inFile: false });
    if (key.secret) names.set(`${key.env}_FILE`, { key, inFile: true });
  }
  const assignments: Assignment[] = [];
  const mistakes: ConfigMistake[] = [];
  for (const [name, text] of Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!name.startsWith(PREFIX) || text === undefined || text === "" || isForOthers(name, text)) continue;
    const target = names.get(name);
    if (target === undefined) mistakes.push(unknownName(name, [...names.keys()]));
    else assignments.push({ ...target, name, text });
  }
  return { assignments, mistakes: [...mistakes, ...givenTwice(assignments)] };
}

function isForOthers(name: string, text: string): boolean {
  if (COMMAND_LINE.has(name)) return true;
  // LARKBRIDGE_PORT=8080 is somebody's misspelling, LARKBRIDGE_PORT=tcp://10.0.0.7:8080 is a service link.
  return SERVICE_LINK.test(name) && (name !== "LARKBRIDGE_PORT" || text.includes("://"));
}

function unknownName(name: string, known: readonly string[]): ConfigMistake {
  const meant = closest(
    name.slice(PREFIX.length),
    known.map((each) => each.slice(PREFIX.length)),
  );
  return {
    code: "config_key_unknown",
    path: "",
    where: name,
    message: `The environment variable ${name} means nothing to Larkbridge.`,
    cure: meant === undefined ? "Remove it; docs/configuration.md lists the names." : `Did you mean ${PREFIX}${meant}?`,
  };
}

function givenTwice(assignments: readonly Assignment[]): readonly ConfigMistake[] {
  return assignments
    .filter(({ key, inFile }) => inFile && assignments.some((other) => other.key === key && !other.inFile))
    .map(({ key, name }) => ({
      code: "config_secret_given_twice",
      path: key.path,
      where: name,
      message: `${key.env} and ${name} are both set.`,
      cure: "Keep one of the two.",
    }));
}
