import type { ValueKind } from "./value-rules.ts";

/** An attribute we serve. */
export interface AttributeType {
  /** The first of its names: the one entries are asked by. */
  readonly name: string;
  readonly names: readonly string[];
  readonly oid: string;
  readonly kind: ValueKind;
  readonly single: boolean;
  /**
   * Where it is returned: with the user attributes (`*`), with the operational ones (`+`), with both (memberOf, since many
   * clients ask for `*` alone), or only when it is named.
   */
  readonly shown: "user" | "operational" | "both" | "named";
}

const X500 = "2.5.4";
const PILOT = "0.9.2342.19200300.100.1";
const NIS = "1.3.6.1.1.1.1";

const many = (oid: string, names: string, kind: ValueKind, shown: AttributeType["shown"] = "user") =>
  attribute(oid, names, kind, shown, false);
const one = (oid: string, names: string, kind: ValueKind, shown: AttributeType["shown"] = "user") =>
  attribute(oid, names, kind, shown, true);

function attribute(
  oid: string,
  names: string,
  kind: ValueKind,
  shown: AttributeType["shown"],
  single: boolean,
): AttributeType {
  const all = names.split(" ");
  return { name: all[0] as string, names: all, oid, kind, single, shown };
}

/** Every attribute a client may find or ask for: ldap3 refuses names that the schema does not hold. */
export const attributeTypes: readonly AttributeType[] = [
  many(`${X500}.0`, "objectClass", "oid"),
  many(`${X500}.3`, "cn commonName", "text"),
  many(`${X500}.4`, "sn surname", "text"),
  many(`${X500}.42`, "givenName gn", "text"),
  many(`${X500}.7`, "l localityName", "text"),
  many(`${X500}.8`, "st stateOrProvinceName", "text"),
  many(`${X500}.9`, "street streetAddress", "text"),
  many(`${X500}.10`, "o organizationName", "text"),
  many(`${X500}.11`, "ou organizationalUnitName", "text"),
  many(`${X500}.12`, "title", "text"),
  many(`${X500}.13`, "description", "text"),
  many(`${X500}.15`, "businessCategory", "text"),
  many(`${X500}.17`, "postalCode", "text"),
  many(`${X500}.19`, "physicalDeliveryOfficeName", "text"),
  many(`${X500}.20`, "telephoneNumber", "phone"),
  many(`${X500}.31`, "member", "dn"),
  many(`${X500}.34`, "seeAlso", "dn"),
  many(`${X500}.35`, "userPassword", "octets"),
  many(`${X500}.43`, "initials", "text"),
  many(`${X500}.50`, "uniqueMember", "dn"),
  many(`${PILOT}.1`, "uid userid", "text"),
  many(`${PILOT}.3`, "mail rfc822Mailbox", "ia5"),
  many(`${PILOT}.6`, "roomNumber", "text"),
  many(`${PILOT}.10`, "manager", "dn"),
  many(`${PILOT}.20`, "homePhone homeTelephoneNumber", "phone"),
  many(`${PILOT}.25`, "dc domainComponent", "ia5"),
  many(`${PILOT}.41`, "mobile mobileTelephoneNumber", "phone"),
  many(`${PILOT}.60`, "jpegPhoto", "binary"),
  many("2.16.840.1.113730.3.1.2", "departmentNumber", "text"),
  one("2.16.840.1.113730.3.1.3", "employeeNumber", "text"),
  many("2.16.840.1.113730.3.1.4", "employeeType", "text"),
  one("2.16.840.1.113730.3.1.39", "preferredLanguage", "text"),
  one("2.16.840.1.113730.3.1.241", "displayName", "text"),
  one(`${NIS}.0`, "uidNumber", "integer"),
  one(`${NIS}.1`, "gidNumber", "integer"),
  one(`${NIS}.2`, "gecos", "ia5"),
  one(`${NIS}.3`, "homeDirectory", "exact"),
  one(`${NIS}.4`, "loginShell", "exact"),
  many(`${NIS}.12`, "memberUid", "exact"),
  many("1.3.6.1.4.1.24552.500.1.1.1.13", "sshPublicKey", "octets"),
  many("1.2.840.113549.1.9.1", "email emailAddress", "ia5", "named"),
  one("1.2.840.113556.1.4.221", "sAMAccountName", "text", "named"),
  many("1.2.840.113556.1.2.102", "memberOf", "dn", "both"),
  one("1.3.6.1.4.1.42.2.27.8.1.17", "pwdAccountLockedTime", "time", "operational"),
  one("1.3.6.1.1.16.4", "entryUUID", "uuid", "operational"),
  one("1.3.6.1.1.20", "entryDN", "dn", "operational"),
  one("2.5.18.1", "createTimestamp", "time", "operational"),
  one("2.5.18.2", "modifyTimestamp", "time", "operational"),
  one("2.5.18.9", "hasSubordinates", "boolean", "operational"),
  one("2.5.18.10", "subschemaSubentry", "dn", "operational"),
  one("2.5.21.9", "structuralObjectClass", "oid", "operational"),
  many("2.5.21.4", "matchingRules", "description", "operational"),
  many("2.5.21.5", "attributeTypes", "description", "operational"),
  many("2.5.21.6", "objectClasses", "description", "operational"),
  many("1.3.6.1.4.1.1466.101.120.5", "namingContexts", "dn", "operational"),
  many("1.3.6.1.4.1.1466.101.120.7", "supportedExtension", "oid", "operational"),
  many("1.3.6.1.4.1.1466.101.120.13", "supportedControl", "oid", "operational"),
  many("1.3.6.1.4.1.1466.101.120.15", "supportedLDAPVersion", "integer", "operational"),
  many("1.3.6.1.4.1.1466.101.120.14", "supportedSASLMechanisms", "text", "operational"),
  many("1.3.6.1.4.1.1466.101.120.16", "ldapSyntaxes", "description", "operational"),
  many("1.3.6.1.4.1.4203.1.3.5", "supportedFeatures", "oid", "operational"),
  one("1.2.840.113556.1.4.763", "defaultNamingContext", "dn", "operational"),
  one("1.3.6.1.1.4", "vendorName", "text", "operational"),
  one("1.3.6.1.1.5", "vendorVersion", "text", "operational"),
];

const byName = new Map<string, AttributeType>();
for (const type of attributeTypes) {
  byName.set(type.oid, type);
  for (const name of type.names) byName.set(name.toLowerCase(), type);
}

/** Finds an attribute by any of its names or its OID; options (`;lang-zh`) name a subtype, and we have none. */
export function findAttributeType(description: string): AttributeType | undefined {
  return byName.get(description) ?? byName.get(description.toLowerCase());
}
