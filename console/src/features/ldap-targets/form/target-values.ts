import type { LdapProbeView, LdapTargetView, ScheduleView } from "@larkbridge/contract";

/** A server's settings as they are edited. */
export interface TargetValues {
  readonly name: string;
  readonly host: string;
  readonly port: number | null;
  readonly tls: LdapTargetView["tls"]["mode"];
  readonly ca: string;
  readonly fingerprint: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly profile: LdapTargetView["profile"];
  readonly places: LdapTargetView["places"];
  readonly groupClass: LdapTargetView["group_class"];
  readonly subtreeGroups: boolean;
  readonly memberOf: boolean;
  readonly leavers: LdapTargetView["leavers"];
  readonly scheme: LdapTargetView["password_scheme"];
  readonly createBase: boolean;
  readonly adopt: boolean;
  readonly renames: boolean;
  readonly followDirectory: boolean;
  readonly schedule: ScheduleView;
  readonly timeZone: string;
  readonly guard: { readonly percent: number; readonly minimum: number };
}

export const TLS_MODES = ["ldaps", "starttls", "none"] as const satisfies readonly TargetValues["tls"][];
export const PROFILES = ["flat", "tree", "go_ldap_admin"] as const satisfies readonly TargetValues["profile"][];
export const GROUP_CLASSES = [
  "groupOfUniqueNames",
  "groupOfNames",
] as const satisfies readonly TargetValues["groupClass"][];
export const LEAVERS = ["disable", "delete"] as const satisfies readonly TargetValues["leavers"][];
export const SCHEMES = [
  "crypt_sha512",
  "argon2",
  "ssha512",
  "ssha",
  "none",
] as const satisfies readonly TargetValues["scheme"][];

/** What a new server begins with: the contract's own defaults. */
export const NEW_TARGET: TargetValues = {
  name: "",
  host: "",
  port: 636,
  tls: "ldaps",
  ca: "",
  fingerprint: "",
  bindDn: "",
  bindPassword: "",
  baseDn: "",
  profile: "flat",
  places: { people: "people", groups: "groups", departments: "departments" },
  groupClass: "groupOfUniqueNames",
  subtreeGroups: true,
  memberOf: false,
  leavers: "disable",
  scheme: "crypt_sha512",
  createBase: false,
  adopt: true,
  renames: false,
  followDirectory: true,
  schedule: { kind: "interval", hours: 24 },
  timeZone: "Asia/Shanghai",
  guard: { percent: 5, minimum: 5 },
};

const USUAL_PORTS = { ldaps: 636, starttls: 389, none: 389 } as const;

/** A server as it stands, to be edited; its password stays where it is. */
export function valuesOf(target: LdapTargetView): TargetValues {
  return {
    name: target.name,
    host: target.host,
    port: target.port,
    tls: target.tls.mode,
    ca: target.tls.ca ?? "",
    fingerprint: target.tls.fingerprint ?? "",
    bindDn: target.bind_dn,
    bindPassword: "",
    baseDn: target.base_dn,
    profile: target.profile,
    places: target.places,
    groupClass: target.group_class,
    subtreeGroups: target.subtree_groups,
    memberOf: target.member_of === "expected",
    leavers: target.leavers,
    scheme: target.password_scheme,
    createBase: target.create_base,
    adopt: target.adopt,
    renames: target.renames,
    followDirectory: target.follow_directory,
    schedule: target.schedule,
    timeZone: target.time_zone,
    guard: target.guard,
  };
}

/** Another way of encrypting; a port that was the usual one stays the usual one. */
export function withTls(values: TargetValues, tls: TargetValues["tls"]): TargetValues {
  return { ...values, tls, port: values.port === USUAL_PORTS[values.tls] ? USUAL_PORTS[tls] : values.port };
}

/** As the server takes it; the password only where one was typed. */
export function toBody(values: TargetValues) {
  return {
    name: values.name.trim(),
    ...connectionOf(values),
    profile: values.profile,
    places: values.places,
    group_class: values.groupClass,
    subtree_groups: values.subtreeGroups,
    member_of: memberOfIn(values),
    leavers: values.leavers,
    password_scheme: values.scheme,
    create_base: values.createBase,
    adopt: values.adopt,
    renames: values.renames,
    follow_directory: values.followDirectory,
    schedule: values.schedule,
    time_zone: values.timeZone,
    guard: values.guard,
  };
}

/** The part of the settings that a server is asked about before they are saved. `target`: what this is a change of. */
export function toDraft(values: TargetValues, target: string | undefined) {
  return {
    ...connectionOf(values),
    ...(target === undefined ? {} : { target }),
    places: values.places,
    group_class: values.groupClass,
    member_of: memberOfIn(values),
    password_scheme: values.scheme,
    create_base: values.createBase,
  };
}

export type MissingField = "name" | "host" | "port" | "bindDn" | "bindPassword" | "baseDn";

/** What has to be typed before the server can be asked, or saved. */
export function missingIn(values: TargetValues, isNew: boolean): readonly MissingField[] {
  return [...(values.name.trim() === "" ? (["name"] as const) : []), ...missingForProbe(values, isNew)];
}

/** The same without the name, which no server asks for. */
export function missingForProbe(values: TargetValues, isNew: boolean): readonly MissingField[] {
  return [
    ...(/^[A-Za-z0-9._:-]+$/.test(values.host.trim()) ? [] : (["host"] as const)),
    ...(values.port !== null && values.port >= 1 && values.port <= 65_535 ? [] : (["port"] as const)),
    ...(values.bindDn.trim() === "" ? (["bindDn"] as const) : []),
    ...(isNew && values.bindPassword === "" ? (["bindPassword"] as const) : []),
    ...(values.baseDn.trim() === "" ? (["baseDn"] as const) : []),
  ];
}

/** The password schemes that a server was seen to accept; null where it was not tried. */
export function worksIn(probe: LdapProbeView | undefined, scheme: TargetValues["scheme"]): boolean | null {
  return probe?.password_schemes.find((one) => one.scheme === scheme)?.works ?? null;
}

function connectionOf(values: TargetValues) {
  const isEncrypted = values.tls !== "none";
  return {
    host: values.host.trim(),
    port: values.port ?? 0,
    tls: {
      mode: values.tls,
      ca: isEncrypted && values.ca.trim() !== "" ? values.ca.trim() : null,
      fingerprint: isEncrypted && values.fingerprint.trim() !== "" ? values.fingerprint.trim() : null,
    },
    bind_dn: values.bindDn.trim(),
    ...(values.bindPassword === "" ? {} : { bind_password: values.bindPassword }),
    base_dn: values.baseDn.trim(),
  };
}

function memberOfIn({ memberOf }: TargetValues): LdapTargetView["member_of"] {
  return memberOf ? "expected" : "not_expected";
}
