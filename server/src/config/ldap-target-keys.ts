import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { parseDn } from "../core/ldap/dn.ts";
import { key } from "./notes.ts";
import { scheduleSchema } from "./schedule-keys.ts";
import { section } from "./section.ts";
import { forms, host, timeZone } from "./value-forms.ts";

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f]*$/);
const branch = (name: string) =>
  key(
    z
      .string()
      .max(64)
      .regex(/^[A-Za-z0-9][A-Za-z0-9._ -]*$/)
      .default(name),
    { doc: "Name of the branch (`ou`) below the base.", form: "letters, digits, dots, dashes and spaces" },
  );
const dn = (doc: string, sample: string) =>
  key(
    line(500).refine((text) => (parseDn(text) ?? []).length > 0),
    { doc, form: forms.dn, sample },
  );

/** One external LDAP server, in the words and with the defaults of the API, except that it is written as soon as it is declared. */
const targetSchema = z.strictObject({
  name: key(line(100), { doc: "What it is called here; a server keeps its history by it.", form: "a short text" }),
  host: key(host(), { doc: "Where it listens.", form: forms.host }),
  port: key(z.int().min(1).max(65_535), { doc: "Usually 636 with `ldaps`, else 389." }),
  tls: section("How the connection is secured.", {
    mode: key(z.enum(["ldaps", "starttls", "none"]).default("ldaps"), {
      doc: "`none` encrypts nothing, the password included.",
    }),
    ca: key(z.string().max(100_000).refine(isCertificate).nullable().default(null), {
      doc: "Certificate of the authority; without it those the system trusts.",
      form: "a certificate as PEM",
    }),
    fingerprint: key(
      z
        .string()
        .regex(/^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}$/)
        .nullable()
        .default(null),
      {
        doc: "SHA-256 of the server's own certificate, trusted instead of an authority.",
        form: "a SHA-256 fingerprint",
      },
    ),
  }),
  bind_dn: dn("Who writes there.", "cn=larkbridge,dc=example,dc=com"),
  bind_password: key(z.string().min(1).max(500), { doc: "Password of `bind_dn`.", secret: true, form: "text" }),
  base_dn: dn("The entry below which everything is written.", "dc=example,dc=com"),
  profile: key(z.enum(["flat", "tree", "go_ldap_admin"]).default("flat"), {
    doc: "Departments as groups below one branch, each group inside its department, or nested as go-ldap-admin writes them.",
  }),
  places: section("Branches below the base that are ours.", {
    people: branch("people"),
    groups: branch("groups"),
    departments: branch("departments"),
  }),
  group_class: key(z.enum(["groupOfUniqueNames", "groupOfNames"]).default("groupOfUniqueNames"), {
    doc: "Class of groups.",
  }),
  subtree_groups: key(z.boolean().default(true), { doc: "Also a group of everybody below each department." }),
  member_of: key(z.enum(["not_expected", "expected"]).default("not_expected"), {
    doc: "Whether the server is to keep `memberOf`; the probe checks it.",
  }),
  leavers: key(z.enum(["disable", "delete"]).default("disable"), {
    doc: "What becomes of entries of people who are no longer active.",
  }),
  password_scheme: key(z.enum(["none", "crypt_sha512", "ssha512", "argon2", "ssha"]).default("crypt_sha512"), {
    doc: "How passwords people set in Larkbridge are written.",
  }),
  create_base: key(z.boolean().default(false), { doc: "Makes the base entry when it is missing." }),
  adopt: key(z.boolean().default(true), {
    doc: "Takes over entries that are there, matched by employeeNumber or uid.",
  }),
  renames: key(z.boolean().default(false), {
    doc: "Renames entries when a username changes; applications keep names.",
  }),
  enabled: key(z.boolean().default(true), {
    doc: "Written by itself; `false` while a first run is still to be previewed.",
  }),
  follow_directory: key(z.boolean().default(true), { doc: "Written after every change of the directory." }),
  schedule: key(scheduleSchema.prefault({ kind: "interval", hours: 24 }), {
    doc: "When drift is looked for and repaired.",
  }),
  time_zone: key(timeZone().default("Asia/Shanghai"), { doc: "Zone the schedule is meant in.", form: forms.timeZone }),
  guard: section("A run waits for approval when it would remove more in 24 hours than the larger of the two allows.", {
    percent: key(z.number().min(0).max(100).default(5), { doc: "Share of the linked entries." }),
    minimum: key(z.int().min(0).max(1_000_000).default(5), { doc: "Number of entries that never needs approval." }),
  }),
});

/** External LDAP servers. */
export const targetsSchema = z.array(targetSchema).max(50);

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

/** In the environment: JSON. What is none is handed on, for the schema to refuse. */
export function readTargets(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
