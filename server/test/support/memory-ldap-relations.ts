import { err, ok } from "../../src/core/kernel/result.ts";
import { profiles } from "../../src/core/ldap/relations/profiles.ts";
import type { JudgedRelations, LdapRelations } from "../../src/features/directory/ldap-relation-ports.ts";
import type { UserDetail, UserRef } from "../../src/features/directory/ports.ts";
import { AT, actor } from "./api-samples.ts";

const judged: JudgedRelations = {
  version: 3,
  relations: profiles.full_name,
  updatedBy: actor,
  updatedAt: AT,
  declared: false,
  profile: "full_name",
  findings: [
    {
      severity: "broken",
      code: "relation_custom_unknown",
      attribute: "employeeType",
      detail: { attribute: "employeeType", custom: "C-1" },
    },
  ],
};

/** Field relations that are as they are, whatever is written. */
export function memoryLdapRelations(findUser: (user: UserRef) => UserDetail | undefined): LdapRelations {
  return {
    read: async () => judged,
    checkForRun: async () => err({ code: "relations_broken", findings: judged.findings }),
    readChoices: async () => ({
      people: new Map([["name", 2]]),
      custom: [{ id: "C-1", people: 1, example: "A" }],
      unreadable: new Map([["mobile", "contact:user.phone:readonly"]]),
    }),
    replace: async (relations, version) => {
      if (version !== judged.version) return err({ code: "relations_changed_meanwhile" });
      if (relations.length > 0) return ok(judged);
      const detail = { attribute: "cn" };
      return err({
        code: "relations_invalid",
        findings: [{ severity: "invalid", code: "relation_missing", attribute: "cn", detail }],
      });
    },
    tryOut: async (_draft, ref) => {
      const user = ref === null ? null : findUser(ref);
      if (user === undefined) return err({ code: "user_not_found" });
      const person = user && {
        id: user.id,
        username: user.username,
        name: user.name,
        dn: `uid=${user.username},ou=people,dc=example,dc=com`,
        listed: true,
        attributes: [
          {
            name: "mail",
            values: [],
            served: ["a@example.com"],
            origin: "relation" as const,
            expression: null,
            passedOver: [{ expression: "email", reason: "unfit" as const, value: "张三@例子.cn" }],
          },
        ],
      };
      return ok({ findings: judged.findings, person });
    },
  };
}
