import { type BodyOf, errors, type ImportOutcomeView, renderMessage, routes } from "@larkbridge/contract";
import type { UnionId } from "../../core/kernel/ids.ts";
import { type HttpScope, registerRoute, replyWith } from "../../platform/http/index.ts";
import { callerOf } from "./caller.routes.ts";
import type { ImportBatch, ImportOutcome, Imports } from "./import-ports.ts";

/** Registers the routes that take another system's records over. */
export function registerImportRoutes(scope: HttpScope, { imports }: { readonly imports: Imports }): void {
  registerRoute(scope, routes.previewImport, async ({ body }) =>
    replyWith(200, await imports.preview(toBatch(body)), toOutcome),
  );

  registerRoute(scope, routes.importRecords, async ({ body, principal }) =>
    replyWith(200, await imports.apply(toBatch(body), callerOf(principal)), toOutcome),
  );
}

function toBatch({ people, groups }: BodyOf<typeof routes.importRecords>): ImportBatch {
  return {
    people: people.map((person) => ({
      username: person.username.toLowerCase(),
      name: person.name.normalize("NFC"),
      nickname: person.nickname,
      email: person.email?.toLowerCase() ?? null,
      mobile: person.mobile,
      employeeNo: person.employee_no,
      jobTitle: person.job_title,
      unionId: person.union_id as UnionId | null,
      feishuUserId: person.feishu_user_id,
    })),
    groups,
  };
}

function toOutcome({ people, groups }: ImportOutcome): ImportOutcomeView {
  return {
    people: people.map((person) => {
      const { username, outcome } = person;
      const code = "code" in person ? person.code : null;
      const other = "other" in person ? person.other : null;
      return {
        username,
        outcome,
        code,
        message: code && renderMessage(code, { username, other }),
        cure: code && errors[code].cure,
      };
    }),
    groups: groups.map((group) => ({ ...group, unknown: [...group.unknown] })),
  };
}
