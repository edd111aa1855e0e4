import { X509Certificate } from "node:crypto";
import { dnKey, parseDn } from "../../core/ldap/dn.ts";
import type { TargetShape } from "../../core/ldap/provision/types.ts";
import type { ServerAddress, TargetSettings } from "./ports.ts";

/** What must stay as it is once entries were written: applications keep their names. */
export const SETTLED = ["base_dn", "profile", "places", "group_class"] as const;

/** The first setting that cannot be, by its name; undefined when all fit. */
export function findInvalid(settings: Pick<TargetSettings, "tls" | "bind_dn" | "base_dn"> & Partial<TargetSettings>) {
  if ((parseDn(settings.bind_dn) ?? []).length === 0) return "bind_dn";
  if ((parseDn(settings.base_dn) ?? []).length === 0) return "base_dn";
  const { people, groups, departments } = settings.places ?? { people: "a", groups: "b", departments: "c" };
  const names = [people, groups, departments].map((name) => dnKey([[{ type: "ou", value: name }]]));
  if (new Set(names).size < names.length) return "places";
  if (settings.tls.ca !== null && !isCertificate(settings.tls.ca)) return "tls.ca";
  return undefined;
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

export function toShape(settings: TargetSettings): TargetShape {
  return {
    baseDn: settings.base_dn,
    profile: settings.profile,
    places: settings.places,
    groupClass: settings.group_class,
    subtreeGroups: settings.subtree_groups,
    leavers: settings.leavers,
    createBase: settings.create_base,
    adopt: settings.adopt,
    renames: settings.renames,
    guard: settings.guard,
    bindDn: settings.bind_dn,
  };
}

export function toAddress(
  { host, port, tls, bind_dn: bindDn }: Pick<TargetSettings, "host" | "port" | "tls" | "bind_dn">,
  bindPassword: string,
): ServerAddress {
  return { host, port, tls, bindDn, bindPassword };
}
