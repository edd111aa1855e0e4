import { findMistakes } from "../core/ldap/relations/check.ts";
import type { ConfigMistakeCode, ConfigWarningCode } from "./mistakes.ts";
import type { Settings } from "./settings.ts";
import { isLoopback } from "./value-forms.ts";

/** A rule that looks at more than one key. Not asked while one of these keys has no trustworthy value. */
export interface CrossCheck<Code extends string> {
  readonly code: Code;
  /** The first is the one the finding is about. */
  readonly looksAt: readonly [string, ...string[]];
  readonly breaks: (settings: Settings) => boolean;
  readonly message: string | ((settings: Settings) => string);
  readonly cure: string;
}

/** Hosts of Feishu and Lark themselves, whose limits are facts (product.md section 4). */
const OWN_HOST = /(^|\.)(feishu\.cn|larksuite\.com)\.?$/;

export const crossChecks: readonly CrossCheck<ConfigMistakeCode>[] = [
  {
    code: "config_ldap_attributes_invalid",
    looksAt: ["ldap.attributes"],
    breaks: (settings) => relationMistakes(settings).length > 0,
    message: (settings) => `ldap.attributes cannot be used: ${relationMistakes(settings).join("; ")}.`,
    cure: "Correct what is named; docs/errors.md explains each code.",
  },
  {
    code: "config_ldap_targets_invalid",
    looksAt: ["ldap.targets"],
    breaks: (settings) => targetMistakes(settings).length > 0,
    message: (settings) => `ldap.targets cannot be used: ${targetMistakes(settings).join("; ")}.`,
    cure: "Give every server a name of its own, and its branches three different names.",
  },
  {
    code: "config_ldap_certificate_incomplete",
    looksAt: ["ldap.certificate_path", "ldap.private_key_path"],
    breaks: ({ ldap }) => (ldap.certificate_path === undefined) !== (ldap.private_key_path === undefined),
    message: "Of ldap.certificate_path and ldap.private_key_path only one is set.",
    cure: "Give both files, or neither.",
  },
  {
    code: "config_app_secret_missing",
    looksAt: ["feishu.app_secret", "feishu.app_id"],
    breaks: ({ feishu }) => feishu.app_id !== undefined && feishu.app_secret === undefined,
    message: "feishu.app_id is set, feishu.app_secret is not.",
    cure: "Set feishu.app_secret or feishu.app_secret_file, or in the environment LARKBRIDGE_FEISHU_APP_SECRET or LARKBRIDGE_FEISHU_APP_SECRET_FILE.",
  },
  {
    code: "config_app_id_missing",
    looksAt: ["feishu.app_id", "feishu.app_secret"],
    breaks: ({ feishu }) => feishu.app_id === undefined && feishu.app_secret !== undefined,
    message: "feishu.app_secret is set, feishu.app_id is not.",
    cure: "Set feishu.app_id (LARKBRIDGE_FEISHU_APP_ID) to the App ID, cli_ and 16 characters.",
  },
  {
    code: "config_admin_incomplete",
    looksAt: ["admin.username", "admin.password"],
    breaks: ({ admin }) => (admin.username === undefined) !== (admin.password === undefined),
    message: "Of admin.username and admin.password only one is set.",
    cure: "Set both to make an owner at the first start, or neither.",
  },
  {
    code: "config_database_needs_master_key",
    looksAt: ["master_key", "database_url"],
    breaks: (settings) => settings.database_url !== undefined && settings.master_key === undefined,
    message: "database_url is set, master_key is not: processes that share a database must share the key.",
    cure: "Run `larkbridge config new-key`, keep the key safe, and set LARKBRIDGE_MASTER_KEY or LARKBRIDGE_MASTER_KEY_FILE for every process.",
  },
  {
    code: "config_rate_limit_off_refused",
    looksAt: ["feishu.rate_limit", "feishu.open_url"],
    breaks: ({ feishu }) => feishu.rate_limit === "off" && OWN_HOST.test(new URL(feishu.open_url).hostname),
    message: "feishu.rate_limit is off, and feishu.open_url is Feishu's or Lark's own host.",
    cure: "Remove feishu.rate_limit, or set it to at most 50:1000; off is for the emulator.",
  },
  {
    code: "config_public_url_insecure",
    looksAt: ["public_url", "allow_insecure_http"],
    breaks: (settings) =>
      settings.public_url !== undefined && !settings.allow_insecure_http && isPlain(settings.public_url),
    message: "public_url is neither https nor loopback: passwords and cookies would cross the network readable.",
    cure: "Use https (a reverse proxy will do), or accept the risk with allow_insecure_http: true (LARKBRIDGE_ALLOW_INSECURE_HTTP=true).",
  },
  {
    code: "config_one_time_link_needs_notifications",
    looksAt: ["initial_password.policy", "feishu.services.message_notifications.enabled"],
    breaks: ({ initial_password, feishu }) =>
      initial_password.policy === "one_time_link" && !feishu.services.message_notifications.enabled,
    message: "initial_password.policy is one_time_link, but message notifications are off: no link would arrive.",
    cure: "Set feishu.services.message_notifications.enabled to true, or choose the policy none; an operator can always copy a link.",
  },
];

export const cautions: readonly CrossCheck<ConfigWarningCode>[] = [
  {
    code: "config_app_id_unusual",
    looksAt: ["feishu.app_id"],
    breaks: ({ feishu }) => feishu.app_id !== undefined && !/^cli_[0-9a-f]{16}$/.test(feishu.app_id),
    message: "feishu.app_id does not look like an App ID (cli_ and 16 hexadecimal digits).",
    cure: "Copy the App ID from the app's page Credentials & Basic Info.",
  },
  {
    code: "config_open_url_insecure",
    looksAt: ["feishu.open_url"],
    breaks: ({ feishu }) => isPlain(feishu.open_url),
    message: "feishu.open_url is plain http to another machine: the App Secret crosses the network readable.",
    cure: "Use https, or keep this to rehearsals.",
  },
  weak("api_token", 32, (settings) => settings.api_token),
  weak("admin.password", 8, (settings) => settings.admin.password),
  weak("initial_password.value", 8, ({ initial_password: initial }) =>
    initial.policy === "fixed" ? initial.value : undefined,
  ),
];

/** Mistakes of the declared field relations: the attribute and the code. */
function relationMistakes({ ldap: { attributes } }: Settings): readonly string[] {
  if (typeof attributes !== "object") return [];
  return findMistakes(attributes)
    .filter(({ severity }) => severity === "invalid")
    .map(({ attribute, code, detail }) =>
      [attribute, detail["field"], detail["value"], code].filter((word) => word !== undefined).join(" "),
    );
}

/** What single servers cannot say of themselves. */
function targetMistakes({ ldap: { targets = [] } }: Settings): readonly string[] {
  const names = targets.map(({ name }) => name.toLowerCase());
  const repeated = targets.filter(({ name }, at) => names.indexOf(name.toLowerCase()) < at);
  const crossed = targets.filter(({ places }) => {
    const { people, groups, departments } = places;
    return new Set([people, groups, departments].map((name) => name.toLowerCase())).size < 3;
  });
  return [
    ...repeated.map(({ name }) => `two servers are called ${name}`),
    ...crossed.map(({ name }) => `two branches of ${name} have one name`),
  ];
}

function weak(
  path: string,
  length: number,
  read: (settings: Settings) => string | undefined,
): CrossCheck<ConfigWarningCode> {
  return {
    code: "config_secret_weak",
    looksAt: [path],
    breaks: (settings) => (read(settings)?.length ?? length) < length,
    message: `${path} is short enough to be guessed.`,
    cure: `Use ${length} random characters or more.`,
  };
}

function isPlain(address: string): boolean {
  const url = new URL(address);
  return url.protocol === "http:" && !isLoopback(url);
}
