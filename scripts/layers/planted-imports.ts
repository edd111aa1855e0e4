/** One way to break an import rule, and its nearest lawful neighbour. */
export interface Planted {
  /** The rule that must answer: R1 to R11, or the words of a rule about the form of imports. */
  readonly rule: string;
  /** How its message begins, where that is not the rule's own name. */
  readonly says?: string;
  /** What is tried, as the test's name tells it. */
  readonly attempt: string;
  /** Where the line is written, from the repository's root; the file does not exist there. */
  readonly file: string;
  readonly forbidden: string;
  /** Must pass in a file of the same kind. */
  readonly allowed: string;
}

const CORE = "server/src/core/sync/planted.ts";
const KERNEL = "server/src/core/kernel/planted.ts";
const PLATFORM = "server/src/platform/db/planted.ts";
const DEEP_PLATFORM = "server/src/platform/db/embedded/planted.ts";
const CONNECTOR = "server/src/connectors/feishu/planted.ts";
const FEATURE = "server/src/features/sync/planted.ts";
const DEEP_FEATURE = "server/src/features/sync/planted/planted.ts";
const ROUTES = "server/src/features/sync/planted.routes.ts";
const PROTOCOL = "server/src/protocols/ldap/planted.ts";
const PAGE = "console/src/features/people/planted.ts";
const DEEP_PAGE = "console/src/features/access/me/planted.ts";
const DESIGN = "console/src/design/planted.ts";
const STORE = "server/src/features/sync/planted-store.ts";

const imports = (path: string): string => `import { thing } from "${path}";\nexport const used = thing;\n`;

function plant(rule: string, attempt: string, file: string, forbidden: string, allowed: string): Planted {
  return { rule, attempt, file, forbidden: imports(forbidden), allowed: imports(allowed) };
}

export const plantedImports: readonly Planted[] = [
  plant("R1", "core imports a package", CORE, "zod", "./plan.ts"),
  plant("R1", "core imports a Node module", CORE, "node:crypto", "../kernel/ids.ts"),
  plant("R1", "core imports the platform", CORE, "../../platform/clock/clock.ts", "../directory/types.ts"),
  {
    rule: "R1",
    says: "Do not use the global variable Date",
    attempt: "core reads the clock",
    file: CORE,
    forbidden: "export const now = () => Date.now();\n",
    allowed: "export const now = (instant: number) => instant;\n",
  },
  {
    rule: "R1",
    attempt: "core draws lots",
    file: CORE,
    forbidden: "export const lot = () => Math.random();\n",
    allowed: "export const lot = (drawn: number) => Math.floor(drawn);\n",
  },
  {
    rule: "R1",
    attempt: "core sorts by the machine's language",
    file: CORE,
    forbidden: "export const order = (a: string, b: string) => a.localeCompare(b);\n",
    allowed: "export const order = (a: string, b: string) => (a < b ? -1 : 1);\n",
  },
  plant("R8", "a page imports the insides of another", PAGE, "../sync/run-page.tsx", "../sync/index.ts"),
  plant(
    "R8",
    "a part of a page imports the insides of another",
    DEEP_PAGE,
    "../../sync/types.ts",
    "../../sync/index.ts",
  ),
  plant("R8", "a page imports the server", PAGE, "@larkbridge/server/src/main.ts", "@larkbridge/contract"),
  plant("R8", "the design imports a page", DESIGN, "../features/sync/types.ts", "../i18n/format.ts"),
  plant("R1, R2", "a decision imports its sibling", CORE, "../signin/decide-sign-in.ts", "../directory/types.ts"),
  plant(
    "R1, R2",
    "a nested decision imports a sibling",
    "server/src/core/sync/deep/planted.ts",
    "../../signin/x.ts",
    "../../kernel/ids.ts",
  ),
  plant(
    "R2",
    "the core's directory imports a decision",
    "server/src/core/directory/planted.ts",
    "../sync/plan.ts",
    "../kernel/ids.ts",
  ),
  plant("R2", "the kernel imports the directory", KERNEL, "../directory/types.ts", "./ids.ts"),
  plant("R3", "platform imports a decision", PLATFORM, "../../core/sync/plan.ts", "../../core/kernel/ids.ts"),
  plant(
    "R3",
    "deep platform imports a decision",
    DEEP_PLATFORM,
    "../../../core/sync/plan.ts",
    "../../../core/kernel/ids.ts",
  ),
  plant("R3", "platform imports a feature", PLATFORM, "../../features/sync/index.ts", "../clock/clock.ts"),
  plant("R3", "platform outside of HTTP reads the contract", PLATFORM, "@larkbridge/contract", "node:fs"),
  plant(
    "R4",
    "a connector imports a feature",
    CONNECTOR,
    "../../features/sync/index.ts",
    "../../core/sync/snapshot.ts",
  ),
  plant(
    "R4",
    "a connector imports a protocol",
    CONNECTOR,
    "../../protocols/ldap/entry.ts",
    "../../platform/log/logger.ts",
  ),
  plant("R4", "a connector reads the contract", CONNECTOR, "@larkbridge/contract", "zod"),
  plant("R5", "a feature imports a connector", FEATURE, "../../connectors/feishu/index.ts", "../../core/sync/plan.ts"),
  plant(
    "R5",
    "a feature imports a protocol",
    FEATURE,
    "../../protocols/oidc/index.ts",
    "../../platform/clock/clock.ts",
  ),
  plant(
    "R5",
    "a feature imports another's inside",
    FEATURE,
    "../directory/directory-reader.ts",
    "../directory/index.ts",
  ),
  plant(
    "R5",
    "a nested feature file imports another's inside",
    DEEP_FEATURE,
    "../../directory/refs.ts",
    "../../directory/index.ts",
  ),
  plant("R5", "a use case reads the contract", FEATURE, "@larkbridge/contract", "./ports.ts"),
  plant("R5", "routes import a connector", ROUTES, "../../connectors/feishu/index.ts", "@larkbridge/contract"),
  plant("R6", "a protocol imports a connector", PROTOCOL, "../../connectors/feishu/index.ts", "../../core/ldap/dn.ts"),
  plant(
    "R6",
    "a protocol imports a feature's inside",
    PROTOCOL,
    "../../features/directory/refs.ts",
    "../../features/directory/index.ts",
  ),
  plant("R7", "a feature imports compose.ts", FEATURE, "../../compose.ts", "../../platform/log/logger.ts"),
  plant(
    "R7",
    "a neighbour of main.ts imports compose.ts",
    "server/src/planted.ts",
    "./compose.ts",
    "./config/settings.ts",
  ),
  plant(
    "R7",
    "the command line imports a feature",
    "server/src/cli/planted.ts",
    "../features/sync/index.ts",
    "@larkbridge/contract",
  ),
  plant("R8", "the contract imports the web framework", "contract/src/planted.ts", "fastify", "zod"),
  plant(
    "R8",
    "the contract imports the server",
    "contract/src/planted.ts",
    "../../server/src/core/kernel/ids.ts",
    "./route.ts",
  ),
  plant("R8", "the emulator imports the contract", "emulator/src/planted.ts", "@larkbridge/contract", "fastify"),
  plant(
    "R8",
    "the emulator reaches into the server",
    "emulator/src/tenant/planted.ts",
    "../../../server/src/core/kernel/ids.ts",
    "./person.ts",
  ),
  plant("R9", "a feature imports the Feishu SDK", FEATURE, "@larksuiteoapi/node-sdk", "zod"),
  plant("R9", "the emulator answers with the SDK", "emulator/src/planted.ts", "@larksuiteoapi/node-sdk", "zod"),
  plant("R9", "a use case imports the query builder", FEATURE, "kysely", "../../platform/db/schema.ts"),
  plant(
    "R9",
    "a use case imports a part of the query builder",
    FEATURE,
    "kysely/helpers/postgres",
    "../../platform/db/schema.ts",
  ),
  plant("R9", "a use case imports the driver", FEATURE, "pg", "../../platform/db/schema.ts"),
  plant("R9", "a store imports the web framework", STORE, "fastify", "kysely"),
  plant("R9", "a use case imports a plugin of the web framework", FEATURE, "@fastify/helmet", "./ports.ts"),
  plant("R9", "LDAP imports the OpenID provider", PROTOCOL, "oidc-provider", "node:net"),
  plant("R9", "a feature imports the job queue", FEATURE, "pg-boss", "../../platform/jobs/jobs.ts"),
  {
    rule: "R9",
    attempt: "a use case loads the query builder late",
    file: FEATURE,
    forbidden: 'export const load = () => import("kysely");\n',
    allowed: 'export const load = () => import("./plan-store.ts");\n',
  },
  plant("R11", "a feature imports from test/", FEATURE, "../../../test/support/database.ts", "./ports.ts"),
  {
    rule: "Write an import at the top",
    attempt: "a type is imported in place",
    file: CORE,
    forbidden: 'export type Hidden = import("zod").ZodType;\n',
    allowed: 'import type { Json } from "../kernel/json.ts";\nexport type Open = Json;\n',
  },
  plant(
    "Write the shortest path",
    "an import takes a detour",
    CORE,
    "../kernel/../../platform/clock/clock.ts",
    "../kernel/ids.ts",
  ),
];
