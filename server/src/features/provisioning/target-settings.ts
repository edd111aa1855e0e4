import { X509Certificate } from "node:crypto";
import type { Instant } from "../../core/kernel/ids.ts";
import { canonicalJson } from "../../core/kernel/json.ts";
import { dnKey, parseDn } from "../../core/ldap/dn.ts";
import type { TargetShape } from "../../core/ldap/provision/types.ts";
import { recurrenceRule } from "../../core/sync/schedule.ts";
import { previewRule } from "../../platform/jobs/job-queue.ts";
import type { ServerAddress, Target, TargetSettings } from "./ports.ts";

/** What must stay as it is once entries were written: applications keep their names. */
const SETTLED = ["base_dn", "profile", "places", "group_class"] as const;

/** The first setting that would move entries which were written already; undefined when none does. */
export function findSettledChange(
  { settings: before, entries: { people, groups, units } }: Pick<Target, "settings" | "entries">,
  settings: TargetSettings,
): { readonly field: string; readonly entries: number } | undefined {
  const entries = people + groups + units;
  const field = SETTLED.find((key) => canonicalJson(settings[key]) !== canonicalJson(before[key]));
  return field !== undefined && entries > 0 ? { field, entries } : undefined;
}

/** When the schedule runs a server next; null: not by itself. */
export function nextRunOf({ enabled, schedule, time_zone: zone }: TargetSettings, now: Instant): Instant | null {
  const rule = enabled ? recurrenceRule(schedule, zone) : null;
  return rule === null ? null : (previewRule(rule, zone, now, 1)[0] ?? null);
}

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
