import { z } from "zod";
import { actor, fieldValues, instant, pageQuery, reason, runId, searchText, uuid } from "./base.ts";
import { schedule, timeZone } from "./integration-settings.ts";

/** External LDAP servers that are kept equal to the directory (product.md 3.5). */

export const LDAP_PROFILES = ["flat", "tree", "go_ldap_admin"] as const;
export const LDAP_TLS_MODES = ["ldaps", "starttls", "none"] as const;
export const LDAP_GROUP_CLASSES = ["groupOfUniqueNames", "groupOfNames"] as const;
const LDAP_MEMBER_OF = ["not_expected", "expected"] as const;
export const LDAP_LEAVER_POLICIES = ["disable", "delete"] as const;
export const LDAP_PASSWORD_SCHEMES = ["none", "crypt_sha512", "ssha512", "argon2", "ssha"] as const;

const tally = z.int().nonnegative();
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f]*$/, "no control characters");

const host = line(255).regex(/^[A-Za-z0-9._:-]+$/, "a host name or an address");
const ouName = line(64).regex(/^[A-Za-z0-9][A-Za-z0-9._ -]*$/, "letters, digits, dots, dashes");
const tls = z.strictObject({
  mode: z.enum(LDAP_TLS_MODES).describe("none: nothing is encrypted; said on purpose only"),
  ca: z.string().max(100_000).nullable().default(null).describe("PEM of the authority; null: those the system trusts"),
  fingerprint: z
    .string()
    .regex(/^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}$/, "a SHA-256 fingerprint")
    .nullable()
    .default(null)
    .describe("SHA-256 of the server's certificate; trusted instead of an authority"),
});

/** How a server is reached. */
const connection = {
  host,
  port: z.int().min(1).max(65_535),
  tls,
  bind_dn: line(500).describe("Who writes; needs to write below the base DN"),
  base_dn: line(500),
};

const places = z.strictObject({
  people: ouName.default("people"),
  groups: ouName.default("groups"),
  departments: ouName.default("departments"),
});

const guard = z.strictObject({ percent: z.number().min(0).max(100), minimum: z.int().min(0).max(1_000_000) });

/** What entries look like there. */
const shape = {
  profile: z
    .enum(LDAP_PROFILES)
    .describe(
      "flat: departments are groups below one branch; tree: each group inside its department; go_ldap_admin: nested cn entries",
    ),
  places,
  group_class: z.enum(LDAP_GROUP_CLASSES),
  subtree_groups: z.boolean().describe("Also a group of everybody below each department; flat and tree only"),
  member_of: z.enum(LDAP_MEMBER_OF).describe("Whether the server is to keep memberOf; the probe checks it"),
  leavers: z.enum(LDAP_LEAVER_POLICIES).describe("What becomes of entries of people who are no longer active"),
  password_scheme: z.enum(LDAP_PASSWORD_SCHEMES).describe("How passwords people set in Larkbridge are written"),
  create_base: z.boolean().describe("Make the base entry when it is missing"),
  adopt: z.boolean().describe("Take over entries that are there already, matched by employeeNumber or uid"),
  renames: z.boolean().describe("Rename entries when a username changes; clients keep names, so mostly off"),
};

/** When it is written. */
const pace = {
  enabled: z.boolean(),
  follow_directory: z.boolean().describe("Write after every change of the directory"),
  schedule: schedule.describe("Looks for drift and repairs it"),
  time_zone: timeZone,
  guard,
};

const lastRun = z
  .object({ id: runId, status: z.string(), started_at: instant, finished_at: instant.nullable() })
  .nullable();

export const ldapTarget = z
  .object({
    id: uuid,
    name: z.string(),
    ...connection,
    host: z.string(),
    bind_dn: z.string(),
    base_dn: z.string(),
    ...shape,
    ...pace,
    set_by_file: z.boolean().describe("The configuration declares it, so it is read-only here"),
    entries: z.object({ people: tally, groups: tally, units: tally }).describe("Entries linked to ours"),
    last_run: lastRun,
    next_run_at: instant.nullable().describe("When the schedule runs it next"),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: "LdapTarget" });
export type LdapTargetView = z.infer<typeof ldapTarget>;

const bindPassword = z.string().min(1).max(500);
const name = line(100);

export const newLdapTarget = z
  .strictObject({
    name,
    ...connection,
    bind_password: bindPassword.describe("Stored encrypted and never shown"),
    profile: shape.profile.default("flat"),
    places: places.default({ people: "people", groups: "groups", departments: "departments" }),
    group_class: shape.group_class.default("groupOfUniqueNames"),
    subtree_groups: shape.subtree_groups.default(true),
    member_of: shape.member_of.default("not_expected"),
    leavers: shape.leavers.default("disable"),
    password_scheme: shape.password_scheme.default("crypt_sha512"),
    create_base: shape.create_base.default(false),
    adopt: shape.adopt.default(true),
    renames: shape.renames.default(false),
    enabled: pace.enabled.default(false).describe("Only then it is written by itself; a first run is better previewed"),
    follow_directory: pace.follow_directory.default(true),
    schedule: schedule.default({ kind: "interval", hours: 24 }),
    time_zone: timeZone.default("Asia/Shanghai"),
    guard: guard.default({ percent: 5, minimum: 5 }),
  })
  .meta({ id: "NewLdapTarget" });

/** What is left out stays as it is. Profile, places and class are for good once something was written. */
export const ldapTargetChanges = z
  .strictObject({ name, ...connection, bind_password: bindPassword, ...shape, ...pace })
  .partial()
  .meta({ id: "LdapTargetChanges" });

/** A server to ask about before anything is stored. */
export const ldapTargetDraft = z
  .strictObject({
    ...connection,
    bind_password: bindPassword.optional().describe("Where absent, the stored one of `target`"),
    target: uuid.optional().describe("The target this is a change of; only for the same host, port and bind_dn"),
    places: places.default({ people: "people", groups: "groups", departments: "departments" }),
    group_class: shape.group_class.default("groupOfUniqueNames"),
    member_of: shape.member_of.default("not_expected"),
    password_scheme: shape.password_scheme.default("crypt_sha512"),
    create_base: shape.create_base.default(false),
  })
  .meta({ id: "LdapTargetDraft" });

/** What a server can and cannot do. */
export const ldapProbe = z
  .object({
    usable: z.boolean().describe("Nothing found forbids a run"),
    server: z
      .object({
        vendor: z.string().nullable(),
        naming_contexts: z.array(z.string()),
        bound_as: z.string().nullable().describe("What the server answered to who am I"),
        certificate_fingerprint: z.string().nullable().describe("SHA-256; null without TLS"),
      })
      .nullable()
      .describe("null where it was not reached"),
    findings: z.array(
      reason.extend({ severity: z.enum(["error", "warning", "note", "ok"]) }).meta({ id: "LdapProbeFinding" }),
    ),
    password_schemes: z
      .array(z.object({ scheme: z.enum(LDAP_PASSWORD_SCHEMES), works: z.boolean() }))
      .describe("By binding as a probe entry that is removed again; empty where it could not be made"),
  })
  .meta({ id: "LdapProbe" });
export type LdapProbeView = z.infer<typeof ldapProbe>;

const ENTRY_KINDS = ["people", "groups", "units"] as const;
const ENTRY_VERBS = ["create", "adopt", "update", "rename", "disable", "delete"] as const;
const ENTRY_OUTCOMES = ["planned", "held", "applied", "failed"] as const;

export const LDAP_RUN_STATUSES = [
  "running",
  "planned",
  "waiting_for_approval",
  "succeeded",
  "partially_succeeded",
  "failed",
  "interrupted",
  "rejected",
  "cancelled",
] as const;
const LDAP_RUN_TRIGGERS = ["manual", "schedule", "event", "retry"] as const;

const entryCounts = z
  .object({
    created: tally,
    adopted: tally,
    updated: tally,
    renamed: tally,
    disabled: tally,
    deleted: tally,
    unchanged: tally,
    failed: tally,
  })
  .meta({ id: "LdapEntryCounts" });

/** One reconcile of a target, or a preview of one: it reads both sides, plans, and (not for previews) applies. */
export const ldapRun = z
  .object({
    id: runId,
    target: z.object({ id: uuid, name: z.string() }),
    purpose: z.enum(["preview", "run"]),
    trigger: z.enum(LDAP_RUN_TRIGGERS),
    status: z.enum(LDAP_RUN_STATUSES).describe("planned: a preview that can be applied within 24 hours"),
    counts: z
      .object({ people: entryCounts, groups: entryCounts, units: entryCounts })
      .describe("What was done; for previews and while running, what would be"),
    memberships: z.object({ added: tally, removed: tally }).describe("Values of member lists that change"),
    read: z
      .object({ people: tally, groups: tally, units: tally, foreign: tally.describe("Entries that are not ours") })
      .nullable()
      .describe("Entries found on the server; null until it was read"),
    verdict: z.enum(["empty", "applyable", "needs_approval", "blocked"]).nullable(),
    reasons: z.array(reason),
    changes_digest: z.string().nullable().describe("Names the planned changes; applying and approving repeat it"),
    change_count: tally,
    held_count: tally,
    progress: z.object({
      phase: z.enum(["starting", "reading_directory", "reading_target", "planning", "applying", "reporting"]),
      done: tally,
      total: tally.nullable(),
    }),
    requested_by: actor,
    decided_by: actor.nullable(),
    decided_at: instant.nullable(),
    retries_run: runId.nullable(),
    applies_run: runId.nullable().describe("The preview this run applied"),
    started_at: instant,
    finished_at: instant.nullable(),
  })
  .meta({ id: "LdapRun" });
export type LdapRunView = z.infer<typeof ldapRun>;

/** One entry that a run writes. `before` and `after` hold the attributes that change, each a list of values. */
export const ldapEntryChange = z
  .object({
    seq: tally,
    kind: z.enum(ENTRY_KINDS),
    verb: z.enum(ENTRY_VERBS),
    outcome: z.enum(ENTRY_OUTCOMES),
    subject_id: z.string().describe("The user, group or department"),
    label: z.string(),
    dn: z.string(),
    new_dn: z.string().nullable().describe("Of a rename"),
    before: fieldValues,
    after: fieldValues,
    members: z
      .object({
        added: tally,
        removed: tally,
        sample_added: z.array(z.string()),
        sample_removed: z.array(z.string()),
      })
      .nullable()
      .describe("Of groups: how many, and the first twenty of each"),
    failure: reason.nullable(),
  })
  .meta({ id: "LdapEntryChange" });
export type LdapEntryChangeView = z.infer<typeof ldapEntryChange>;

export const ldapRunIssue = z
  .object({
    severity: z.enum(["error", "warning", "note"]),
    code: z.string(),
    kind: z.enum(ENTRY_KINDS),
    subject_id: z.string().nullable(),
    label: z.string(),
    message: z.string(),
    cure: z.string(),
    values: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "LdapRunIssue" });
export type LdapRunIssueView = z.infer<typeof ldapRunIssue>;

export const ldapTargetParams = z.object({ id: uuid });
export const ldapRunParams = z.object({ id: uuid, run: runId });
export const ldapRunQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(LDAP_RUN_STATUSES).optional(),
  purpose: z.enum(["preview", "run"]).optional(),
});
export const ldapChangeQuery = z.strictObject({
  ...pageQuery,
  kind: z.enum(ENTRY_KINDS).optional(),
  verb: z.enum(ENTRY_VERBS).optional(),
  outcome: z.enum(ENTRY_OUTCOMES).optional(),
  search: searchText.optional().describe("Part of a label or DN"),
});
