import { z } from "zod";
import { actor, instant, uuid } from "./base.ts";
import { userParams } from "./user.ts";

/** Field relations: what of the directory feeds which LDAP attribute of people (S17, product.md 3.5). */

export const LDAP_FIELD_CHANGES = ["lower", "upper", "local_part", "pinyin"] as const;
const PROFILES = ["default", "full_name", "split_name", "go_ldap_admin"] as const;
const SEVERITIES = ["invalid", "broken", "warning"] as const;

const changes = z
  .array(z.enum(LDAP_FIELD_CHANGES))
  .max(3)
  .describe("Done to the value one after another; local_part is what stands before the @");
const name = z.string().trim().min(1).max(100);

/** Where a value comes from: one of `field`, `custom` and `constant`. */
const source = z
  .union([
    z.strictObject({ field: name.describe("A field of the directory"), as: changes.optional() }),
    z.strictObject({ custom: name.describe("Id of a custom attribute in Feishu"), as: changes.optional() }),
    z.strictObject({ constant: z.string().trim().min(1).max(256).describe("The same for everybody") }),
  ])
  .meta({ id: "LdapValueSource" });
export type LdapValueSourceView = z.output<typeof source>;

/** An attribute and what feeds it. */
export const ldapRelation = z
  .strictObject({
    attribute: name,
    first_of: z.array(source).min(1).max(8).describe("The first that gives a person a value"),
  })
  .meta({ id: "LdapRelation" });
export type LdapRelationView = z.output<typeof ldapRelation>;

const relations = z.array(ldapRelation).max(100).describe("All there are; an attribute without one is not served");

const relationFinding = z
  .object({
    severity: z
      .enum(SEVERITIES)
      .describe(
        "invalid: cannot be saved; broken: saved, but provisioning does not run while it is so; warning: worth a look",
      ),
    code: z.string(),
    attribute: z.string().nullable(),
    message: z.string(),
    cure: z.string(),
    values: z.record(z.string(), z.unknown()).optional().describe("What the sentence is about, for other languages"),
  })
  .meta({ id: "LdapRelationFinding" });
export type LdapRelationFindingView = z.infer<typeof relationFinding>;

export const ldapAttributes = z
  .object({
    version: z.int().nonnegative().describe("Hand it back when replacing; 0 as installed"),
    declared: z.boolean().describe("Set by file or environment: read-only here"),
    profile: z.enum(PROFILES).nullable().describe("The profile these relations are the same as"),
    relations: z.array(ldapRelation.extend({ expression: z.string().describe("In words, for people to read") })),
    findings: z.array(relationFinding),
    updated_by: actor.nullable(),
    updated_at: instant.nullable(),
  })
  .meta({ id: "LdapAttributes" });
export type LdapAttributesView = z.infer<typeof ldapAttributes>;

export const ldapAttributesReplacement = z
  .strictObject({
    version: z.int().nonnegative().describe("As read; another answer than ours means that somebody was quicker"),
    relations,
  })
  .meta({ id: "LdapAttributesReplacement" });

/** What an editor offers. */
export const ldapAttributeChoices = z
  .object({
    attributes: z.array(
      z.object({
        name: z.string(),
        other_names: z.array(z.string()),
        accepts: z.enum(["text", "ascii", "phone"]),
        single: z.boolean(),
        compulsory: z.boolean().describe("An entry cannot be without it"),
      }),
    ),
    fixed: z
      .array(z.object({ name: z.string(), from: z.string().describe("username, leader, departments, number …") }))
      .describe("Attributes that are what they are"),
    fields: z.array(
      z.object({
        name: z.string(),
        several: z.boolean().describe("A person may have several values"),
        always: z.boolean().describe("Everybody has one"),
        people: z.int().describe("How many people have a value"),
        readable: z.boolean().nullable().describe("In Feishu, with the app's permissions; null where not known"),
        permission: z.string().nullable().describe("What would make it readable"),
      }),
    ),
    custom: z.array(z.object({ id: z.string(), people: z.int(), example: z.string() })),
    profiles: z.array(z.object({ name: z.enum(PROFILES), relations: z.array(ldapRelation) })),
  })
  .meta({ id: "LdapAttributeChoices" });
export type LdapAttributeChoicesView = z.infer<typeof ldapAttributeChoices>;

/** A draft to check, a person to show it on, or both. */
export const ldapAttributesTrial = z
  .strictObject({
    relations: relations.nullable().default(null).describe("Null: those in force"),
    user: userParams.shape.id.nullable().default(null).describe("Null: the relations are checked, nobody is shown"),
  })
  .meta({ id: "LdapAttributesTrial" });

const previewedAttribute = z.object({
  name: z.string(),
  values: z.array(z.string()),
  served: z.array(z.string()).describe("What it has with the relations in force"),
  origin: z.enum(["relation", "fixed"]),
  expression: z.string().nullable().describe("Of the source that gave the value; null where none did"),
  passed_over: z.array(
    z.object({
      expression: z.string(),
      reason: z.enum(["empty", "unfit"]).describe("unfit: a value the attribute cannot hold, such as 张三 in mail"),
      value: z.string().nullable(),
    }),
  ),
});

export const ldapAttributesPreview = z
  .object({
    findings: z.array(relationFinding),
    person: z
      .object({
        id: uuid,
        username: z.string(),
        name: z.string(),
        dn: z.string(),
        listed: z.boolean().describe("Deleted people and service accounts have no entry"),
        attributes: z.array(previewedAttribute),
      })
      .nullable(),
  })
  .meta({ id: "LdapAttributesPreview" });
export type LdapAttributesPreviewView = z.infer<typeof ldapAttributesPreview>;
