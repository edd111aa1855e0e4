import { dnKey, parseDn } from "../../core/ldap/dn.ts";
import type { BindName } from "./ports.ts";

/** Reads who a bind's name is: a person below `ou=people`, a service account below `ou=services`, somebody unknown, or no name at all. */
export type ReadBindName = (text: string) => BindName | "unknown" | "invalid";

/** As nearly all clients write it: nothing escaped, and the rest as we say it. */
const PLAIN = /^(uid|cn)=([A-Za-z0-9._-]+),(.+)$/;

export function makeBindNameReader(baseDn: string): ReadBindName {
  const base = dnKey(parseDn(baseDn) ?? []);
  const [people, services] = [`ou=people,${baseDn}`, `ou=services,${baseDn}`];
  return (text) => {
    const [, plainType, name = "", rest] = PLAIN.exec(text) ?? [];
    if (plainType === "uid" && rest === people) return { kind: "person", name };
    if (plainType === "cn" && rest === services) return { kind: "service", name };
    const dn = parseDn(text);
    if (dn === undefined) return "invalid";
    const [part, another] = dn[0] ?? [];
    if (part === undefined || another !== undefined) return "unknown";
    const type = dnKey([[{ type: part.type, value: "x" }]]);
    const above = dnKey(dn.slice(1));
    if (above === `ou=people,${base}` && type === "uid=x") return { kind: "person", name: part.value };
    if (above === `ou=services,${base}` && type === "cn=x") return { kind: "service", name: part.value };
    return "unknown";
  };
}
