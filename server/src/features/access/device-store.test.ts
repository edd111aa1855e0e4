import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openAccessStage, PASSWORD } from "../../../test/support/access-stage.ts";

type Stage = Awaited<ReturnType<typeof openAccessStage>>;

let stage: Stage;
beforeAll(async () => {
  stage = await openAccessStage();
  await stage.addUser("dana");
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.pool.query("delete from known_device; delete from session; delete from outbox");
});

/** Signs in with the cookies given and returns the device's cookie. */
async function signIn(cookie?: string): Promise<string> {
  const answer = await stage.ask("POST", "/session", { body: { username: "dana", password: PASSWORD }, cookie });
  expect(answer.status).toBe(200);
  const device = [answer.headers["set-cookie"] ?? []].flat().find((line) => line.includes("-device="));
  return device?.split(";")[0] ?? "";
}
async function countNews(): Promise<number> {
  const { rows } = await stage.database.pool.query("select 1 from outbox where topic = 'session.new_device'");
  return rows.length;
}

it("the first sign-in of an account and later ones from the same browser are no news", async () => {
  const device = await signIn();
  expect(await signIn(device)).toBe(device);
  expect(await countNews()).toBe(0);
});

it("a sign-in without the device's cookie is told of with its session, once", async () => {
  await signIn();
  const other = await signIn();
  expect(await countNews()).toBe(1);
  const { rows } = await stage.database.pool.query(
    `select s.id from outbox o join session s on s.id::text = o.payload ->> 'sessionId' and s.user_id::text = o.payload ->> 'userId'`,
  );
  expect(rows.length).toBe(1);
  await signIn(other);
  expect(await countNews()).toBe(1);
});

it("a cookie that was not handed out here is news, and is replaced", async () => {
  await signIn();
  const planted = `larkbridge-device=${"p".repeat(43)}`;
  expect(await signIn(planted)).not.toBe(planted);
  expect(await countNews()).toBe(1);
});

it("an account whose sessions are from before devices were noted is not told of the browser it used", async () => {
  await signIn();
  await stage.database.pool.query("delete from known_device");
  await signIn();
  expect(await countNews()).toBe(0);
});
