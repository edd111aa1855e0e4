import { type AttributeType, attributeTypes, findAttributeType } from "../attribute-types.ts";
import { objectClasses } from "../object-classes.ts";
import type { ValueKind } from "../value-rules.ts";

/** The classes entries of people have, most general first. */
export const PERSON_CLASSES = ["top", "person", "organizationalPerson", "inetOrgPerson", "posixAccount"] as const;

/** Attributes of people that no relation may feed, and where they come from instead. */
export const fixedAttributes: Readonly<Record<string, string>> = {
  objectClass: "schema",
  uid: "username",
  sAMAccountName: "username",
  email: "mail",
  manager: "leader",
  memberOf: "groups",
  uidNumber: "number",
  gidNumber: "number",
  homeDirectory: "username",
  loginShell: "status",
  userPassword: "password",
  pwdAccountLockedTime: "status",
  entryUUID: "id",
  createTimestamp: "time",
  modifyTimestamp: "time",
};

const KINDS: ReadonlySet<ValueKind> = new Set(["text", "ia5", "phone"]);

const allowed = new Set(
  objectClasses
    .filter(({ name }) => PERSON_CLASSES.some((own) => own === name))
    .flatMap(({ must, may }) => [...must, ...may]),
);

/** Attributes that a relation may feed: those of the classes of people, unless they are fixed or no text. */
export const freeAttributes: readonly AttributeType[] = attributeTypes.filter(
  ({ name, kind }) => allowed.has(name) && !Object.hasOwn(fixedAttributes, name) && KINDS.has(kind),
);

/** Attributes that no entry of a person can be without, of those that are free. */
export const compulsoryAttributes: readonly string[] = ["cn", "sn"];

/** Whether an attribute is free, is there but not free, or is none of people. Found by any of its names. */
export function judgeAttribute(
  name: string,
):
  | { readonly verdict: "free"; readonly type: AttributeType }
  | { readonly verdict: "fixed" }
  | { readonly verdict: "unknown" } {
  const type = findAttributeType(name);
  if (type === undefined) return { verdict: "unknown" };
  if (freeAttributes.includes(type)) return { verdict: "free", type };
  const isOfPeople = allowed.has(type.name) || Object.hasOwn(fixedAttributes, type.name) || type.shown !== "user";
  return { verdict: isOfPeople ? "fixed" : "unknown" };
}

/**
 * Whether an attribute can hold a value: no empty ones anywhere, IA5 and telephone numbers in their own letters (RFC 4517
 * sections 3.3.6, 3.3.15, 3.3.31). slapd refuses the whole entry otherwise (ldap.md 2.2).
 */
export function canHold({ name, kind }: AttributeType, value: string): boolean {
  if (kind === "phone") return /^[A-Za-z0-9'()+,./:=? -]*[A-Za-z0-9'()+,./:=?-][A-Za-z0-9'()+,./:=? -]*$/.test(value);
  if (name === "mail") return /^[\x21-\x7e]+$/.test(value);
  if (kind === "ia5") return /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(value);
  return value.trim() !== "";
}
