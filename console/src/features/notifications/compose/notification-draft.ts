import type { AccessValue } from "../../applications/index.ts";

/** A notification as it is written: to whom, and either a template with values or a text of one's own. */
export interface NotificationDraft {
  readonly to: AccessValue;
  readonly kind: "text" | "template";
  readonly text: string;
  readonly template: string | null;
  readonly values: Readonly<Record<string, string>>;
}

/** Nobody yet, and nothing said. */
export const NEW_NOTIFICATION: NotificationDraft = {
  to: { everyone: false, users: [], groups: [], departments: [] },
  kind: "text",
  text: "",
  template: null,
  values: {},
};

export type NotificationProblem = "recipients" | "text" | "template" | "values";

/** What still keeps it from being sent; `needed`: the values its template asks for. */
export function problemIn(draft: NotificationDraft, needed: readonly string[]): NotificationProblem | null {
  const { users, groups, departments } = draft.to;
  if (users.length + groups.length + departments.length === 0) return "recipients";
  if (draft.kind === "text") return draft.text.trim() === "" ? "text" : null;
  if (draft.template === null) return "template";
  return missingOf(draft, needed).length > 0 ? "values" : null;
}

/** Values the template needs that are still empty. */
export function missingOf({ values }: NotificationDraft, needed: readonly string[]): readonly string[] {
  return needed.filter((name) => (values[name] ?? "").trim() === "");
}

/** As the server takes it. The same key sends once, however often the button is pressed. */
export function toRequest(draft: NotificationDraft, needed: readonly string[], key: string) {
  const { users, groups, departments } = draft.to;
  const recipients = {
    users: users.map(({ id }) => id),
    groups: groups.map(({ id }) => id),
    departments: departments.map(({ id, subtree }) => ({ id, subtree })),
  };
  const what =
    draft.kind === "text" || draft.template === null
      ? { content: { type: "text" as const, text: draft.text.trim() } }
      : {
          template: draft.template,
          values: Object.fromEntries(needed.map((name) => [name, (draft.values[name] ?? "").trim()])),
        };
  return { recipients, ...what, idempotency_key: key };
}
