import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserId } from "../../src/core/kernel/ids.ts";
import { OPERATOR, openAccountsStage, personDn } from "./access-stage.ts";
import { PASSWORD } from "./ldap-stage.ts";

let stage: Awaited<ReturnType<typeof openAccountsStage>>;
beforeAll(async () => {
  stage = await openAccountsStage();
});
afterAll(() => stage.close());

async function trace(login: string, password: string, more: { account?: string; filter?: string } = {}) {
  const test = { login, password, serviceAccountId: more.account ?? null, userFilter: more.filter ?? null };
  const traced = await stage.testLogin(test, OPERATOR, "192.0.2.9");
  if (!traced.ok) throw new Error(traced.error.code);
  const { succeeds, dn, steps } = traced.value;
  const last = steps.at(-1);
  return {
    succeeds,
    dn,
    codes: steps.map(({ code }) => code),
    last: last?.code,
    values: last?.values,
    state: last?.state,
  };
}

test("a sign-in that works is told from the search to the password", async () => {
  const { id } = await stage.makeServiceAccount("gitlab", { groups: [stage.group] });
  const filter = "(&(objectClass=person)(|(uid=%s)(mail={0})))";
  expect(await trace("LI.WEI@example.com", PASSWORD, { account: id, filter })).toEqual({
    succeeds: true,
    dn: personDn("li.wei"),
    codes: [
      "service_account_ready",
      "filter_understood",
      "person_found",
      "account_active",
      "attempts_open",
      "own_password_matched",
    ],
    last: "own_password_matched",
    values: {},
    state: "yes",
  });
  const made = await stage.appPasswords.create({ id: stage.ids.wei as UserId, username: "li.wei" }, "GitLab", OPERATOR);
  if (!made.ok) throw new Error(made.error.code);
  expect(await trace("li.wei", made.value.password)).toMatchObject({
    succeeds: true,
    last: "app_password_matched",
    values: { name: "GitLab" },
  });
  // An operator's test is no use by the application.
  expect(
    (await stage.appPasswords.list({ id: stage.ids.wei as UserId, username: "li.wei" })).items[0]?.lastUsedAt,
  ).toBeNull();
});

test("each reason why one fails has its code, and nothing follows it", async () => {
  const vpn = await stage.makeServiceAccount("vpn", { groups: [stage.group] });
  const off = await stage.makeServiceAccount("off");
  await stage.serviceAccounts.update(off.id, { enabled: false }, OPERATOR);
  const nobody = "00000000-0000-4000-8000-0000000000ff";
  const cases: [Parameters<typeof trace>, string][] = [
    [["li.wei", PASSWORD, { account: nobody }], "service_account_unknown"],
    [["li.wei", PASSWORD, { account: off.id }], "service_account_disabled"],
    [["li.wei", PASSWORD, { filter: "(uid=%s" }], "filter_invalid"],
    [["nobody", PASSWORD], "person_unknown"],
    [["nobody", PASSWORD, { filter: "(uid=%s)" }], "person_unknown"],
    [["wang.na", PASSWORD, { account: vpn.id }], "person_hidden"],
    [["wang.na", PASSWORD, { account: vpn.id, filter: "(uid=%(user)s)" }], "person_hidden"],
    [["x", PASSWORD, { filter: "(objectClass=person)" }], "several_found"],
    [["x", PASSWORD, { filter: "(cn=grp-vpn)" }], "not_a_person"],
    [["li.wei)(uid=*", PASSWORD, { filter: "(uid=%s)" }], "person_unknown"],
    [["zhao.gone", PASSWORD], "account_disabled"],
    [["li.wei", "wrong"], "password_wrong"],
  ];
  for (const [asked, code] of cases) {
    const { last, succeeds, state } = await trace(...asked);
    expect({ asked: asked[0], last, succeeds, state }).toEqual({
      asked: asked[0],
      last: code,
      succeeds: false,
      state: "no",
    });
  }
});

test("a password that must be changed, and one that is only a person's own, are told apart from a wrong one", async () => {
  await stage.change("update directory_user set password_must_change = true where username = 'wang.na'");
  expect((await trace("wang.na", PASSWORD)).last).toBe("password_must_change");
  await stage.change("update installation_setting set ldap_app_passwords_only = true");
  expect((await trace("wang.na", PASSWORD)).last).toBe("app_passwords_only");
  await stage.change("update installation_setting set ldap_app_passwords_only = null");
});

test("wrong passwords count as they do by LDAP", async () => {
  await stage.database.kysely.deleteFrom("sign_in_failure").execute();
  for (let attempt = 0; attempt < 5; attempt++) expect((await trace("wang.na", "wrong")).last).toBe("password_wrong");
  expect(await trace("wang.na", PASSWORD)).toMatchObject({ last: "attempts_locked", values: { retry_after: 30 } });
  expect(await stage.bindOnce(personDn("wang.na"), PASSWORD)).toBe(49);
});

test("every test is in the audit log, without the password and without a login nobody has", async () => {
  await trace("my-secret-in-the-wrong-field", "pass-in-the-right-one");
  const { rows } = await stage.database.pool.query(
    "select * from audit_record where action = 'ldap.login_tested' order by id",
  );
  expect(rows.at(-1)).toMatchObject({ object_id: null, after: { why: "person_unknown", address: "192.0.2.9" } });
  const all = JSON.stringify(await stage.database.pool.query("select * from audit_record").then((read) => read.rows));
  for (const secret of ["my-secret-in-the-wrong-field", "pass-in-the-right-one", PASSWORD])
    expect(all).not.toContain(secret);
  expect(stage.faults).toEqual([]);
});
