import type { IntegrationConsequencesView } from "@larkbridge/contract";

/** What is about to be switched off, or removed. */
export type Ending = "userSync" | "singleSignOn" | "clientAccess" | "integration";

/** A sentence of the list: its key in this feature's texts, and the numbers it tells. */
export interface Consequence {
  readonly key: string;
  readonly numbers: { readonly count?: number; readonly of?: number };
}

/** What an ending means, in the seed's terms and with today's numbers (S15, S16). */
export function consequencesOf(ending: Ending, found: IntegrationConsequencesView): readonly Consequence[] {
  const sessions = { key: "ending.sessions", numbers: { count: found.feishu_sessions } };
  const noPassword = {
    key: "ending.noPassword",
    numbers: { count: found.linked_users_without_password, of: found.linked_users },
  };
  const linksStay = { key: "disable.linksStay", numbers: { count: found.linked_users } };
  const running = found.running ? [{ key: "disable.running", numbers: {} }] : [];
  switch (ending) {
    case "userSync":
      return [...running, linksStay, { key: "disable.syncStops", numbers: {} }];
    case "singleSignOn":
      return [linksStay, { key: "ending.passwordOnly", numbers: {} }, noPassword, sessions];
    case "clientAccess":
      return [
        { key: "ending.workbench", numbers: {} },
        { key: "ending.sessionsStay", numbers: {} },
      ];
    case "integration":
      return [
        ...running,
        { key: "remove.usersUnlinked", numbers: { count: found.linked_users } },
        { key: "remove.departmentsUnlinked", numbers: { count: found.linked_departments } },
        { key: "remove.recordsStay", numbers: {} },
        { key: "remove.passwordOnly", numbers: {} },
        noPassword,
        sessions,
        ...(found.waiting_runs > 0 ? [{ key: "remove.waiting", numbers: { count: found.waiting_runs } }] : []),
        { key: "remove.again", numbers: {} },
      ];
  }
}

/** Whether the server will refuse: nobody who manages Larkbridge could sign in any more. */
export function leavesNobody(ending: Ending, found: IntegrationConsequencesView, isSignInOn: boolean): boolean {
  const takesSignIn = ending === "singleSignOn" || (ending === "integration" && isSignInOn);
  return takesSignIn && found.operators_with_password === 0;
}
