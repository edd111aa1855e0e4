/** Everything that can be wrong with a configuration; any of these stops `serve` with exit status 2. */
export const CONFIG_MISTAKE_CODES = [
  "config_file_missing",
  "config_file_unreadable",
  "config_file_too_large",
  "config_not_utf8",
  "config_yaml_invalid",
  "config_key_unknown",
  "config_key_not_applicable",
  "config_legacy_key",
  "config_value_missing",
  "config_value_invalid",
  "config_schedule_invalid",
  "config_secret_given_twice",
  "config_secret_file_unreadable",
  "config_secret_file_invalid",
  "config_app_id_missing",
  "config_app_secret_missing",
  "config_admin_incomplete",
  "config_ldap_certificate_incomplete",
  "config_ldap_attributes_invalid",
  "config_ldap_targets_invalid",
  "config_database_needs_master_key",
  "config_rate_limit_off_refused",
  "config_public_url_insecure",
  "config_one_time_link_needs_notifications",
] as const;

export type ConfigMistakeCode = (typeof CONFIG_MISTAKE_CODES)[number];

/** Worth a word at start, but no reason to stop. */
export const CONFIG_WARNING_CODES = [
  "config_app_id_unusual",
  "config_open_url_insecure",
  "config_secret_weak",
] as const;

export type ConfigWarningCode = (typeof CONFIG_WARNING_CODES)[number];

/** One thing to change, without the value of any secret. Plain JSON, as `--json` prints it. */
export interface ConfigFinding<Code extends string> {
  readonly code: Code;
  /** Dotted key; "" when the file as a whole is meant. */
  readonly path: string;
  /** `larkbridge.yaml:3:5` or an environment name; `null` when nothing was written anywhere. */
  readonly where: string | null;
  readonly message: string;
  readonly cure: string;
}

export type ConfigMistake = ConfigFinding<ConfigMistakeCode>;
export type ConfigWarning = ConfigFinding<ConfigWarningCode>;

/** A finding of the schema, worded. */
export interface Described {
  readonly mistake: ConfigMistake;
  /** Keys that hold no trustworthy value because of it. */
  readonly concerns: readonly string[];
  /** What to take out so that the rest can be looked at. */
  readonly remove: readonly string[];
  readonly isMissing: boolean;
}

/** Renders findings for a person: what, where, cure, three lines each. */
export function renderFindings(findings: readonly ConfigFinding<string>[]): string {
  return findings
    .map(
      ({ code, where, message, cure }) =>
        `${message}\n  at   ${where ?? "not set anywhere"} (${code})\n  cure ${cure}\n`,
    )
    .join("\n");
}
