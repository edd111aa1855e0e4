import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { newMasterKey, parseMasterKey } from "../../platform/crypto/master-key.ts";
import { makeSecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeConnectionChanges } from "./connection-change-store.ts";
import { type ConnectionSettings, DEFAULT_SETTINGS } from "./connection-settings.ts";
import { type ConnectionDeclaration, makeConnectionStore } from "./connection-store.ts";

const ACTOR = { kind: "operator", id: null, name: "somebody" } as const;
const declaration = (appId: string): ConnectionDeclaration => ({
  appId,
  appSecret: "secret",
  openUrl: "https://open.feishu.cn",
  accountsUrl: "https://accounts.feishu.cn",
  settings: DEFAULT_SETTINGS,
});
const withSync = (enabled: boolean) => (before: ConnectionSettings) => ({
  ...before,
  userSync: { ...before.userSync, enabled },
});

let database: OpenDatabase;
const open = () => {
  const key = parseMasterKey(newMasterKey());
  if (key === null) throw new Error("no key");
  const box = makeSecretBox(key, "stored-secret");
  return {
    connections: makeConnectionStore(database.kysely, box),
    changes: makeConnectionChanges(database.kysely, box),
  };
};
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it("lets one connection own sync: a second one cannot switch it on before the first is gone (S7)", async () => {
  const { connections, changes } = open();
  const second = await connections.declareFromFile(declaration("cli_2222222222222222"), ACTOR);
  const first = await connections.declareFromFile(declaration("cli_1111111111111111"), ACTOR);
  expect(await changes.changeSettings(second.id, withSync(true), ACTOR)).toEqual({
    ok: false,
    error: { code: "user_sync_owned_elsewhere" },
  });
  await database.pool.query("update feishu_connection set removed_at = now() where id = $1", [first.id]);
  expect(await changes.changeSettings(second.id, withSync(true), ACTOR)).toMatchObject({
    ok: true,
    value: { ownsSync: true, settings: { userSync: { enabled: true } } },
  });
});

it("asks a run under way to stop when sync is switched off", async () => {
  const { connections, changes } = open();
  const connection = await connections.findMain();
  const id = connection?.id ?? "";
  await database.pool.query(
    `insert into sync_run (connection_id, trigger, requested_by, target, status, progress)
     values ($1, 'manual', '{}', '{}', 'running', '{}')`,
    [id],
  );
  await changes.changeSettings(id, withSync(false), ACTOR);
  const { rows } = await database.pool.query("select cancel_requested from sync_run");
  expect(rows).toEqual([{ cancel_requested: true }]);
});

it("leaves a connection's version alone when nothing changes", async () => {
  const { connections, changes } = open();
  const before = await connections.findMain();
  await changes.changeSettings(before?.id ?? "", (settings) => ({ ...settings }), ACTOR);
  expect(await connections.findMain()).toEqual(before);
});
