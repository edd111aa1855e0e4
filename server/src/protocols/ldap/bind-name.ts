import { dnKey, parseDn } from "../../core/ldap/dn.ts";
import type { BindName } from "./ports.ts";

/** Who a bind's name is: a person below `ou=people`, a service account below `ou=services`, somebody unknown, or no name at all. */
export function readBindName(text: string, baseDn: string): BindName | "unknown" | "invalid" {
  const dn = parseDn(text);
  if (dn === undefined) return "invalid";
  const [part, another] = dn[0] ?? [];
  if (part === undefined || another !== undefined) return "unknown";
  const base = dnKey(parseDn(baseDn) ?? []);
  const type = dnKey([[{ type: part.type, value: "x" }]]);
  const above = dnKey(dn.slice(1));
  if (above === `ou=people,${base}` && type === "uid=x") return { kind: "person", name: part.value };
  if (above === `ou=services,${base}` && type === "cn=x") return { kind: "service", name: part.value };
  return "unknown";
}
