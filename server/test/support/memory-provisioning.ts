import { err, ok } from "../../src/core/kernel/result.ts";
import type {
  LdapRun,
  ProbeReport,
  Provisioning,
  StoredChange,
  StoredIssue,
  Target,
} from "../../src/features/provisioning/ports.ts";
import { AT, actor, DIGEST, userId } from "./api-samples.ts";
import { pageOf } from "./memory-pages.ts";

/** External LDAP servers that live in memory: one with one run, and it may be asked for everything. */

const TARGET: Target = {
  id: userId(995),
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
    member_of: "expected",
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
  entries: { people: 1, groups: 1, units: 1 },
  lastRun: { id: "7", status: "succeeded", startedAt: AT, finishedAt: AT },
  nextRunAt: null,
  createdAt: AT,
  updatedAt: AT,
};

const counts = { created: 1, adopted: 0, updated: 0, renamed: 0, disabled: 0, deleted: 0, unchanged: 0, failed: 1 };
const RUN: LdapRun = {
  id: "7",
  target: { id: TARGET.id, name: TARGET.name },
  purpose: "run",
  trigger: "manual",
  status: "partially_succeeded",
  counts: { people: counts, groups: counts, units: counts },
  memberships: { added: 1, removed: 0 },
  read: { people: 1, groups: 1, units: 1, foreign: 0 },
  verdict: "applyable",
  reasons: [{ code: "ldap_entries_failed", detail: { failed: 1 } }],
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

const REPORT: ProbeReport = {
  server: { vendor: "OpenLDAP", namingContexts: ["dc=example,dc=com"], boundAs: "dn:cn=admin", fingerprint: null },
  findings: [{ severity: "ok", code: "ldap_write_permitted", detail: { base_dn: "dc=example,dc=com" } }],
  schemes: [{ scheme: "crypt_sha512", works: true }],
};

const CHANGE: StoredChange = {
  ...{ seq: 0, kind: "people", verb: "create", outcome: "failed", subject: userId(1), label: "User 1" },
  ...{
    dn: "uid=user1,ou=people,dc=example,dc=com",
    newDn: null,
    before: null,
    after: { sn: ["User 1"] },
    members: null,
  },
  failure: { code: "ldap_entry_refused", detail: { result: 21, reason: "mail: value #0 invalid per syntax" } },
};
const ISSUE: StoredIssue = {
  ...{ severity: "note", code: "ldap_name_kept", kind: "people", subject: userId(1), label: "User 1" },
  detail: { dn: "uid=old", wanted: "uid=new" },
};

const target = async <Value>(id: string, value: Value) =>
  id === TARGET.id ? ok(value) : err({ code: "ldap_target_not_found" as const });
const run = async <Value>(id: string, number: string, value: Value) =>
  id === TARGET.id && number === RUN.id ? ok(value) : err({ code: "ldap_run_not_found" as const });

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
  listRuns: async (id, _filter, page) => {
    const found = await target(id, null);
    return found.ok ? pageOf([RUN], page) : found;
  },
  findRun: async (id, number) => (id === TARGET.id && number === RUN.id ? RUN : undefined),
  wait: async (id, number) => (id === TARGET.id && number === RUN.id ? RUN : undefined),
  readChanges: (_run, _filter, page) => pageOf([CHANGE], page),
  async *exportChanges() {
    yield CHANGE;
  },
  readIssues: (_run, page) => pageOf([ISSUE], page),
  apply: (id, number) => run(id, number, RUN),
  approve: (id, number) => run(id, number, RUN),
  reject: (id, number) => run(id, number, RUN),
  cancel: (id, number) => run(id, number, RUN),
  retry: (id, number) => run(id, number, RUN),
};
