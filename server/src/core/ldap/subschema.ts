import { type AttributeType, attributeTypes } from "./attribute-types.ts";
import { type ObjectClass, objectClasses } from "./object-classes.ts";
import { valueRules } from "./value-rules.ts";

/** The name of the entry that holds the schema. */
export const SUBSCHEMA_DN = "cn=Subschema";

/** The syntaxes of what the schema says about itself (RFC 4512 section 4.2). */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  attributeTypes: "1.3.6.1.4.1.1466.115.121.1.3",
  matchingRules: "1.3.6.1.4.1.1466.115.121.1.30",
  objectClasses: "1.3.6.1.4.1.1466.115.121.1.37",
  ldapSyntaxes: "1.3.6.1.4.1.1466.115.121.1.54",
};

/** The subschema (RFC 4512 section 4.2): complete for everything we serve, in the words of RFC 4512 section 4.1. */
export const subschema: Readonly<Record<string, readonly string[]>> = {
  objectClass: ["top", "subschema"],
  cn: ["Subschema"],
  objectClasses: objectClasses.map(describeClass),
  attributeTypes: attributeTypes.map(describeAttribute),
  matchingRules: describeRules(),
  ldapSyntaxes: describeSyntaxes(),
  structuralObjectClass: ["subschema"],
  entryDN: [SUBSCHEMA_DN],
  subschemaSubentry: [SUBSCHEMA_DN],
};

function describeClass({ oid, name, superior, kind, must, may }: ObjectClass): string {
  const list = (word: string, names: readonly string[]) =>
    names.length === 0 ? "" : ` ${word} ( ${names.join(" $ ")} )`;
  return `( ${oid} NAME '${name}'${superior === null ? "" : ` SUP ${superior}`} ${kind}${list("MUST", must)}${list("MAY", may)} )`;
}

function describeAttribute({ name: first, oid, names, kind, single, shown }: AttributeType): string {
  const { equality, ordering, substrings } = valueRules[kind];
  const syntax = DESCRIPTIONS[first] ?? valueRules[kind].syntax;
  const name = names.length === 1 ? `'${names[0]}'` : `( ${names.map((one) => `'${one}'`).join(" ")} )`;
  const rule = (word: string, value: string | null) => (value === null ? "" : ` ${word} ${value}`);
  const usage = shown === "user" ? "" : " USAGE directoryOperation";
  return `( ${oid} NAME ${name}${rule("EQUALITY", equality)}${rule("ORDERING", ordering)}${rule("SUBSTR", substrings)} SYNTAX ${syntax}${single ? " SINGLE-VALUE" : ""}${usage} )`;
}

function describeRules(): string[] {
  const rules: readonly (readonly [oid: string, name: string, syntax: string])[] = [
    ["2.5.13.0", "objectIdentifierMatch", "38"],
    ["2.5.13.1", "distinguishedNameMatch", "12"],
    ["2.5.13.2", "caseIgnoreMatch", "15"],
    ["2.5.13.3", "caseIgnoreOrderingMatch", "15"],
    ["2.5.13.4", "caseIgnoreSubstringsMatch", "58"],
    ["2.5.13.5", "caseExactMatch", "15"],
    ["2.5.13.13", "booleanMatch", "7"],
    ["2.5.13.14", "integerMatch", "27"],
    ["2.5.13.15", "integerOrderingMatch", "27"],
    ["2.5.13.17", "octetStringMatch", "40"],
    ["2.5.13.20", "telephoneNumberMatch", "50"],
    ["2.5.13.21", "telephoneNumberSubstringsMatch", "58"],
    ["2.5.13.27", "generalizedTimeMatch", "24"],
    ["2.5.13.28", "generalizedTimeOrderingMatch", "24"],
    ["1.3.6.1.4.1.1466.109.114.1", "caseExactIA5Match", "26"],
    ["1.3.6.1.4.1.1466.109.114.2", "caseIgnoreIA5Match", "26"],
    ["1.3.6.1.4.1.1466.109.114.3", "caseIgnoreIA5SubstringsMatch", "58"],
    ["1.3.6.1.4.1.4203.1.2.1", "caseExactIA5SubstringsMatch", "58"],
  ];
  return [
    ...rules.map(([oid, name, syntax]) => `( ${oid} NAME '${name}' SYNTAX 1.3.6.1.4.1.1466.115.121.1.${syntax} )`),
    "( 1.3.6.1.1.16.2 NAME 'UUIDMatch' SYNTAX 1.3.6.1.1.16.1 )",
    "( 1.3.6.1.1.16.3 NAME 'UUIDOrderingMatch' SYNTAX 1.3.6.1.1.16.1 )",
    "( 1.2.840.113556.1.4.1941 NAME 'distinguishedNameInChainMatch' SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )",
  ];
}

function describeSyntaxes(): string[] {
  const used = new Set([
    ...Object.values(valueRules).map(({ syntax }) => syntax),
    ...Object.values(DESCRIPTIONS),
    "1.3.6.1.4.1.1466.115.121.1.58",
  ]);
  return [...used].map((oid) => `( ${oid} )`);
}
