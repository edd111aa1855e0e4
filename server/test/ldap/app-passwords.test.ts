import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserId } from "../../src/core/kernel/ids.ts";
import { hashPassword } from "../../src/platform/crypto/password.ts";
import { OPERATOR, openAccountsStage, personDn } from "./access-stage.ts";
import { PASSWORD } from "./ldap-stage.ts";

let stage: Awaited<ReturnType<typeof openAccountsStage>>;
beforeAll(async () => {
  stage = await openAccountsStage();
});
afterAll(() => stage.close());

const WEI = personDn("li.wei");
const owner = () => ({ id: stage.ids.wei as UserId, username: "li.wei" });
async function makePassword(name: string) {
  const made = await stage.appPasswords.create(owner(), name, OPERATOR);
  if (!made.ok) throw new Error(made.error.code);
  return { id: made.value.appPassword.id, password: made.value.password };
}
const status = (to: string) =>
  stage.change(
    `update directory_user set status = '${to}', disabled_by = ${to === "active" ? "null" : "'operator'"} where username = 'li.wei'`,
  );

test("an app password opens LDAP beside the person's own, however it is typed, and its use is noted", async () => {
  const { password } = await makePassword("Mail");
  expect(await stage.bindOnce(WEI, password.toUpperCase().replaceAll("-", " "))).toBe(0);
  expect(await stage.bindOnce(WEI, PASSWORD)).toBe(0);
  expect(await stage.bindOnce(personDn("wang.na"), password)).toBe(49);
  const first = async () => (await stage.appPasswords.list(owner())).items[0];
  await expect.poll(async () => (await first())?.lastUsedAddress).toBe("127.0.0.1");
  expect(await first()).toMatchObject({ name: "Mail", lastUsedAt: "2026-05-01T08:00:00.000Z" });
});

test("revoking one ends connections that were opened by it, and no others", async () => {
  const [mail, wiki] = [await makePassword("Phone"), await makePassword("Wiki")];
  const [byMail, byWiki] = [await stage.connect(), await stage.connect()];
  expect([await byMail.bind(WEI, mail.password), await byWiki.bind(WEI, wiki.password)]).toEqual([0, 0]);
  expect((await stage.appPasswords.revoke(owner(), mail.id, OPERATOR)).ok).toBe(true);
  await stage.binds.standings.check();
  expect((await byMail.search("(uid=*)")).code).toBe(50);
  expect((await byWiki.search("(uid=*)")).names).toEqual(["uid=li.wei,ou=people"]);
  expect(await stage.bindOnce(WEI, mail.password)).toBe(49);
  byMail.close();
  byWiki.close();
});

test("wrong passwords of others do not keep an app password out", async () => {
  const { password } = await makePassword("Calendar");
  for (let attempt = 0; attempt < 6; attempt++) expect(await stage.bindOnce(WEI, "wrong")).toBe(49);
  expect(await stage.bindOnce(WEI, password)).toBe(0);
  await stage.database.kysely.deleteFrom("sign_in_failure").execute();
});

test("it rests while the account is disabled, and ends with it", async () => {
  const { password } = await makePassword("Car");
  const connection = await stage.connect();
  expect(await connection.bind(WEI, password)).toBe(0);
  await status("disabled");
  expect((await connection.search("(uid=*)")).code).toBe(50);
  expect(await stage.bindOnce(WEI, password)).toBe(49);
  await status("active");
  // What has ended on a connection does not come back by itself.
  expect((await connection.search("(uid=*)")).code).toBe(50);
  expect(await stage.bindOnce(WEI, password)).toBe(0);
  await status("deleted");
  expect(await stage.bindOnce(WEI, password)).toBe(49);
  await status("active");
  expect(await stage.bindOnce(WEI, password)).toBe(49);
  expect((await stage.appPasswords.list(owner())).items).toEqual([]);
  connection.close();
});

test("with app passwords only, the own one opens nothing and what it opened ends", async () => {
  const { password } = await makePassword("Only");
  const connection = await stage.connect();
  expect(await connection.bind(WEI, PASSWORD)).toBe(0);
  await stage.change("update installation_setting set ldap_app_passwords_only = true");
  expect((await connection.search("(uid=*)")).code).toBe(50);
  expect(await stage.bindOnce(WEI, PASSWORD)).toBe(49);
  expect(await stage.bindOnce(WEI, password)).toBe(0);
  expect(await stage.appPasswords.list(owner())).toMatchObject({ only: true, bindDn: WEI });
  await stage.change("update installation_setting set ldap_app_passwords_only = null");
  expect(await stage.bindOnce(WEI, PASSWORD)).toBe(0);
  connection.close();
});

test("another password ends the connections of the one before, on this process as on others", async () => {
  const connection = await stage.connect();
  expect(await connection.bind(WEI, PASSWORD)).toBe(0);
  const { kysely } = stage.database;
  const setHash = (password_hash: string) =>
    kysely.updateTable("directory_user").set({ password_hash }).where("username", "=", "li.wei").execute();
  await setHash(await hashPassword("another one"));
  await stage.binds.standings.check();
  expect((await connection.search("(uid=*)")).code).toBe(50);
  expect(await connection.bind(WEI, PASSWORD)).toBe(49);
  expect(await connection.bind(WEI, "another one")).toBe(0);
  await setHash(await hashPassword(PASSWORD));
  await kysely.deleteFrom("sign_in_failure").execute();
  connection.close();
});

test("a password that was right a moment ago is taken without asking the database", async () => {
  expect(await stage.bindOnce(WEI, PASSWORD)).toBe(0);
  const client = await stage.database.pool.connect();
  await client.query("begin; lock table directory_user, app_password, sign_in_failure in access exclusive mode");
  expect(await stage.bindOnce(WEI, PASSWORD)).toBe(0);
  expect(await stage.bindOnce(WEI.toUpperCase(), PASSWORD)).toBe(0);
  await client.query("rollback");
  client.release();
});

test("a change between finding an account and letting it in is not missed", async () => {
  const { standings } = stage.binds;
  const moves = standings.moves();
  const credential = { kind: "own", passwordHash: "of before" } as const;
  await stage.change("update directory_user set password_must_change = true where username = 'wang.na'");
  const person = { id: stage.ids.na as UserId, username: "wang.na" };
  expect((await standings.admit(person, credential, moves)).counts()).toBe(false);
});

test("there is one for each application, and not more than a person can look after", async () => {
  const { limit, items } = await stage.appPasswords.list(owner());
  const taken = await stage.appPasswords.create(owner(), "ONLY", OPERATOR);
  expect(taken).toMatchObject({ error: { code: "app_password_name_taken", detail: { name: "ONLY" } } });
  for (let n = items.length; n < limit; n++) await makePassword(`应用 ${n}`);
  const beyond = await stage.appPasswords.create(owner(), "one more", OPERATOR);
  expect(beyond).toMatchObject({ error: { code: "app_password_limit", detail: { limit } } });
  const strangers = { id: stage.ids.na as UserId, username: "wang.na" };
  const [one] = items;
  expect(await stage.appPasswords.revoke(strangers, one?.id ?? "", OPERATOR)).toMatchObject({
    error: { code: "app_password_not_found" },
  });
});

test("operators revoke those of others, but of owners only owners", async () => {
  const { id } = await stage.database.kysely
    .updateTable("directory_user")
    .set({ role: "owner" })
    .where("username", "=", "li.wei")
    .returning("id")
    .executeTakeFirstOrThrow();
  const ref = { kind: "id", id: id as UserId } as const;
  const by = (role: "owner" | "administrator") =>
    ({
      kind: "user",
      id,
      name: role,
      username: role,
      role,
      sessionId: id,
      provedAt: null,
      mustChangePassword: false,
    }) as const;
  const listed = await stage.appPasswords.listOf(ref);
  const [one] = listed.ok ? listed.value.items : [];
  const revoke = (role: "owner" | "administrator") => stage.appPasswords.revokeOf(ref, one?.id ?? "", by(role));
  expect(await revoke("administrator")).toMatchObject({ error: { code: "owner_protected" } });
  expect((await revoke("owner")).ok).toBe(true);
  expect(await revoke("owner")).toMatchObject({ error: { code: "app_password_not_found" } });
  expect(await stage.appPasswords.listOf({ kind: "username", username: "nobody" })).toMatchObject({
    error: { code: "user_not_found" },
  });
});

test("nothing of all this was a fault of ours", () => {
  expect(stage.faults).toEqual([]);
});
