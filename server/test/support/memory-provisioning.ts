import { err, ok } from "../../src/core/kernel/result.ts";
import type { LdapRun, Provisioning, StoredChange, StoredIssue, Target } from "../../src/features/provisioning/ports.ts";
import { AT, actor, DIGEST, userId } from "./api-samples.ts";

/** External LDAP servers that live in memory: one server, with one run that waits for nothing. */

const NONE = { created: 0, adopted: 0, updated: 0, renamed: 0, disabled: 0, deleted: 0, unchanged: 0, failed: 0 };
const RUN: LdapRun = {
  id: "7",
  target: { id: userId(990), name: "OpenLDAP" },
  purpose: "run",
  trigger: "manual",
  status: "succeeded",
  counts: { people: { ...NONE, created: 1 }, groups: NONE, units: NONE },
  memberships: { added: 0, removed: 0 },
  read: { people: 1, groups: 0, units: 0, foreign: 0 },
  verdict: null,
  reasons: [],
  changesDigest: DIGEST,
  changeCount: 1,
  heldCount: 0,
  progress: { phase: "reporting", done: 1, total: 1 },
  requestedBy: actor,
  decidedBy: null,
  decidedAt: null,
  retriesRun: null,
  appliesRun: null,
  startedAt: AT,
  finishedAt: AT,
};
const TARGET: Target = {
  id: userId(990),
  name: "OpenLDAP",
  settings: {
    host: "ldap.example.com",
    port: 636,
    tls: { mode: "ldaps", ca: null, fingerprint: null },
    bind_dn: "cn=admin,dc=example,dc=com",
    base_dn: "dc=example,dc=com",
    profile: "flat",
    places: { people: "people", groups: "groups", departments: "departments" },
    group_class: "groupOfUniqueNames",
    subtree_groups: true,
    member_of: "not_expected",
    leavers: "disable",
    password_scheme: "crypt_sha512",
    create_base: false,
    adopt: true,
    renames: false,
    enabled: true,
    follow_directory: true,
    schedule: { kind: "manual" },
    time_zone: "Asia/Shanghai",
    guard: { percent: 5, minimum: 5 },
  },
  setByFile: false,
  entries: { people: 1, groups: 0, units: 0 },
  lastRun: RUN,
  nextRunAt: null,
  createdAt: AT,
  updatedAt: AT,
};
const CHANGE: StoredChange = {
  seq: 1,
  kind: "people",
  verb: "create",
  outcome: "applied",
  subject: userId(1),
  label: "Zhang San",
  dn: "uid=user1,ou=people,dc=example,dc=com",
  newDn: null,
  before: null,
  after: { uid: ["user1"] },
  members: null,
  failure: null,
};
const ISSUE: StoredIssue = {
  severity: "warning",
  kind: "people",
  subject: userId(1),
  label: "Zhang San",
  code: "ldap_value_not_allowed",
  detail: { attribute: "mail" },
};
const REPORT = {
  server: null,
  findings: [{ code: "ldap_unreachable", severity: "error", detail: {} }],
  schemes: [],
} as const;

const target = async <Value>(id: string, value: Value) =>
  id === TARGET.id ? ok(value) : err({ code: "ldap_target_not_found" as const });
const run = async <Value>(id: string, of: string, value: Value) =>
  id === TARGET.id && of === RUN.id ? ok(value) : err({ code: "ldap_run_not_found" as const });
const page = <Item>(...items: Item[]) => ({ items, nextCursor: null, total: items.length });
const existing = (id: string, of: string) => (id === TARGET.id && of === RUN.id ? RUN : undefined);

export const memoryProvisioning: Provisioning = {
  list: async () => [TARGET],
  find: async (id) => (id === TARGET.id ? TARGET : undefined),
  create: async () => ok(TARGET),
  update: (id) => target(id, TARGET),
  remove: (id) => target(id, TARGET),
  probe: (id) => target(id, REPORT),
  probeDraft: async () => ok(REPORT),
  preview: (id) => target(id, RUN),
  run: (id) => target(id, RUN),
  listRuns: (id) => target(id, page(RUN)),
  findRun: async (id, of) => existing(id, of),
  wait: async (id, of) => existing(id, of),
  readChanges: async () => ok(page(CHANGE)),
  async *exportChanges() {
    yield CHANGE;
  },
  readIssues: async () => ok(page(ISSUE)),
  apply: (id, of) => run(id, of, RUN),
  approve: (id, of) => run(id, of, RUN),
  reject: (id, of) => run(id, of, RUN),
  cancel: (id, of) => run(id, of, RUN),
  retry: (id, of) => run(id, of, RUN),
};
