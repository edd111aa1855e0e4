import { err, ok } from "../../core/kernel/result.ts";
import { parseFilter } from "../../core/ldap/filter-text.ts";
import { dnOf } from "../../core/ldap/names.ts";
import type { Node, Person } from "../../core/ldap/nodes.ts";
import type { Tree } from "../../core/ldap/tree.ts";
import { makeViewer, type ServiceAccount } from "../../core/ldap/viewer.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import { fillFilter, findByFilter, findByLogin, UNNARROWED } from "./find-logins.ts";
import type { LdapBinds } from "./ldap-binds.ts";
import type { BindRefusal } from "./person-bind.ts";
import type { LoginCode, LoginStep, LoginTest, TestLogin } from "./ports.ts";
import { findServiceAccount } from "./service-account-reader.ts";

/** What a trace is made with: LDAP as it is served by this process. */
export interface TestLoginParts {
  readonly db: OpenDatabase["kysely"];
  readonly binds: LdapBinds;
  readonly tree: () => Tree;
}

/** LDAP is off: nothing can be tried. */
export const testNothing: TestLogin = async () => err({ code: "ldap_disabled" });

/**
 * Tries a sign-in as an application does: find the person as the service account, then bind as them. The password is checked,
 * and counted when it is wrong, exactly as one that comes by LDAP. Ends at the first step that fails.
 */
export function makeTestLogin({ db, binds, tree }: TestLoginParts): TestLogin {
  return async (test, actor, address) => {
    await binds.standings.check();
    const { steps, person } = await find(test);
    const succeeds = person !== undefined && (await bind(person, test.password, address, steps));
    const dn = person ? dnOf(tree(), person) : null;
    const why = steps.at(-1)?.code ?? "person_unknown";
    await appendAudit(db, {
      actor,
      action: "ldap.login_tested",
      objectKind: "user",
      objectId: person?.record.id ?? null,
      after: { address, dn, why, service_account: test.serviceAccountId },
    });
    return ok({ succeeds, dn, steps });
  };

  async function find(test: LoginTest): Promise<{ steps: LoginStep[]; person?: Person }> {
    const steps: LoginStep[] = [];
    const account = test.serviceAccountId === null ? UNNARROWED : await findAccount(test.serviceAccountId, steps);
    if (account === undefined) return { steps };
    const found = test.userFilter === null ? findLogin(test.login) : await filterLogins(test, account, steps);
    if (found === undefined) return { steps };
    const shown = found.filter((node) => makeViewer(tree(), account).sees(node));
    const [first] = shown.length > 0 ? shown : found;
    const code = codeOf(first, shown.length);
    const dn: LoginStep["values"] = first ? { dn: dnOf(tree(), first) } : {};
    steps.push({ ...step("search", code), values: code === "several_found" ? { count: shown.length } : dn });
    return code === "person_found" && first?.kind === "person" ? { steps, person: first } : { steps };
  }

  async function findAccount(id: string, steps: LoginStep[]): Promise<ServiceAccount | undefined> {
    const account = await findServiceAccount(db, id);
    const served = account && binds.standings.findService(account.name)?.account;
    const code = served ? "ready" : account ? "disabled" : "unknown";
    steps.push({
      ...step("service_account", `service_account_${code}`),
      values: account ? { name: account.name } : {},
    });
    return served;
  }

  function findLogin(login: string): readonly Node[] {
    const node = findByLogin(tree(), login);
    return node ? [node] : [];
  }

  /** What the account finds; else what it would find if it were shown everything. */
  async function filterLogins(
    { userFilter, login }: LoginTest,
    account: ServiceAccount,
    steps: LoginStep[],
  ): Promise<readonly Node[] | undefined> {
    const text = fillFilter(userFilter ?? "", login);
    const filter = parseFilter(text);
    steps.push({ ...step("filter", filter ? "filter_understood" : "filter_invalid"), values: { filter: text } });
    if (filter === undefined) return undefined;
    const found = await findByFilter(tree(), account, filter);
    return found.length > 0 ? found : findByFilter(tree(), UNNARROWED, filter);
  }

  /** Adds the steps from the account to its password; whether it would be bound. */
  async function bind({ record }: Person, password: string, address: string, steps: LoginStep[]): Promise<boolean> {
    const bound = await binds.bindPerson(record.username, password, address);
    const refusal = bound.kind === "refused" ? bound.why : undefined;
    const isGone = refusal?.code === "unknown" || refusal?.code === "disabled";
    steps.push({ ...step("account", isGone ? "account_disabled" : "account_active"), values: {} });
    if (isGone) return false;
    if (refusal?.code === "locked") {
      steps.push({ ...step("attempts", "attempts_locked"), values: { retry_after: refusal.retryAfter } });
      return false;
    }
    steps.push({ ...step("attempts", "attempts_open"), values: {} });
    if (bound.kind === "bound") {
      const { credential } = bound.standing;
      const values: LoginStep["values"] = credential.kind === "app" ? { name: credential.name } : {};
      steps.push({ ...step("password", `${credential.kind}_password_matched`), values });
      return true;
    }
    steps.push({ ...step("password", refusal ? PASSWORD_CODES[refusal.code] : "too_busy"), values: {} });
    return false;
  }
}

const PASSWORD_CODES: Readonly<Record<BindRefusal["code"], LoginCode>> = {
  unknown: "account_disabled",
  disabled: "account_disabled",
  locked: "attempts_locked",
  wrong: "password_wrong",
  must_change: "password_must_change",
  app_passwords_only: "app_passwords_only",
};

const GOOD: ReadonlySet<LoginCode> = new Set([
  "service_account_ready",
  "filter_understood",
  "person_found",
  "account_active",
  "attempts_open",
  "own_password_matched",
  "app_password_matched",
]);

function step(name: LoginStep["step"], code: LoginCode) {
  return { step: name, state: GOOD.has(code) ? "yes" : "no", code } as const;
}

function codeOf(first: Node | undefined, shown: number): LoginCode {
  if (first === undefined) return "person_unknown";
  if (shown === 0) return "person_hidden";
  if (shown > 1) return "several_found";
  return first.kind === "person" ? "person_found" : "not_a_person";
}
