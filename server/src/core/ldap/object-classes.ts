/** An object class of ours. The lists name attributes by their first name. */
export interface ObjectClass {
  readonly name: string;
  readonly oid: string;
  readonly superior: string | null;
  readonly kind: "ABSTRACT" | "STRUCTURAL" | "AUXILIARY";
  readonly must: readonly string[];
  readonly may: readonly string[];
}

const words = (text: string) => text.split(" ").filter(Boolean);
const define = (
  oid: string,
  name: string,
  superior: string | null,
  kind: ObjectClass["kind"],
  must: string,
  may = "",
): ObjectClass => ({ name, oid, superior, kind, must: words(must), may: words(may) });

/** What entries are, as far as our attributes go (RFC 4519, 2798, 2307). */
export const objectClasses: readonly ObjectClass[] = [
  define("2.5.6.0", "top", null, "ABSTRACT", "objectClass"),
  define("2.5.20.1", "subschema", "top", "AUXILIARY", "", "attributeTypes objectClasses matchingRules ldapSyntaxes"),
  define("1.3.6.1.4.1.1466.344", "dcObject", "top", "AUXILIARY", "dc"),
  define("2.5.6.4", "organization", "top", "STRUCTURAL", "o", "description l telephoneNumber businessCategory seeAlso"),
  define(
    "2.5.6.5",
    "organizationalUnit",
    "top",
    "STRUCTURAL",
    "ou",
    "description l displayName departmentNumber seeAlso",
  ),
  define("2.5.6.6", "person", "top", "STRUCTURAL", "sn cn", "userPassword telephoneNumber seeAlso description"),
  define(
    "2.5.6.7",
    "organizationalPerson",
    "person",
    "STRUCTURAL",
    "",
    "title ou l st street postalCode physicalDeliveryOfficeName",
  ),
  define(
    "2.16.840.1.113730.3.2.2",
    "inetOrgPerson",
    "organizationalPerson",
    "STRUCTURAL",
    "",
    "uid mail mobile givenName displayName employeeNumber employeeType departmentNumber businessCategory manager o jpegPhoto preferredLanguage initials roomNumber homePhone",
  ),
  define(
    "1.3.6.1.1.1.2.0",
    "posixAccount",
    "top",
    "AUXILIARY",
    "cn uid uidNumber gidNumber homeDirectory",
    "userPassword loginShell gecos description",
  ),
  define("1.3.6.1.1.1.2.2", "posixGroup", "top", "AUXILIARY", "cn gidNumber", "userPassword memberUid description"),
  define(
    "2.5.6.9",
    "groupOfNames",
    "top",
    "STRUCTURAL",
    "cn",
    "member description displayName businessCategory ou o seeAlso",
  ),
  define(
    "2.5.6.17",
    "groupOfUniqueNames",
    "top",
    "STRUCTURAL",
    "cn",
    "uniqueMember description displayName businessCategory ou o seeAlso",
  ),
  define("1.3.6.1.4.1.24552.500.1.1.2.0", "ldapPublicKey", "top", "AUXILIARY", "", "sshPublicKey uid"),
];

const nameByOid = new Map(objectClasses.map(({ oid, name }) => [oid, name.toLowerCase()]));

/** The name in lower case of a class given by its number; anything else as it is. */
export function nameOfClass(text: string): string {
  return nameByOid.get(text) ?? text;
}
