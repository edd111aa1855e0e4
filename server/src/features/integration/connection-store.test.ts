import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { newMasterKey, parseMasterKey } from "../../platform/crypto/master-key.ts";
import { makeSecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeAuditRecords } from "../admin/audit-store.ts";
import { type ConnectionDeclaration, type ConnectionStore, makeConnectionStore } from "./connection-store.ts";

const ACTOR = { kind: "system", id: null, name: "configuration" } as const;

function declaration(over: Partial<ConnectionDeclaration> = {}): ConnectionDeclaration {
  return {
    appId: "cli_0123456789abcdef",
    appSecret: "first-secret",
    openUrl: "https://open.feishu.cn",
    accountsUrl: "https://accounts.feishu.cn",
    settings: {
      rateLimit: { perSecond: 50, perMinute: 1000 },
      eventsMode: "off",
      supportBuiltInUsers: false,
      userSync: {
        enabled: true,
        schedule: { kind: "manual" },
        timeZone: "Asia/Shanghai",
        policy: {
          unmatchedLocalUsers: "ignore",
          unmatchedFeishuUsers: "create_and_link",
          unmatchedLocalDepartments: "ignore",
          unmatchedFeishuDepartments: "create_and_link",
          departedUsers: "disable",
          departedDepartments: "delete",
          fields: { mobile: false, employeeNo: false, nickname: false },
          guard: { percent: 5, minimum: 5 },
        },
      },
      singleSignOn: { enabled: false },
      messageNotifications: { enabled: false, method: "account_binding" },
      feishuClientAccess: { enabled: false },
    },
    ...over,
  };
}

let database: OpenDatabase;
let store: ConnectionStore;
beforeAll(async () => {
  database = await openTestDatabase();
  const key = parseMasterKey(newMasterKey());
  if (key === null) throw new Error("no key");
  store = makeConnectionStore(database.kysely, makeSecretBox(key, "stored-secret"));
});
afterAll(() => database.close());

const audit = async () => {
  const page = await makeAuditRecords(database.kysely).list({}, { limit: 50, cursor: null });
  return page.ok ? page.value.items.map(({ action }) => action) : [];
};

it("takes one declaration in once, however many processes start with it", async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => store.declareFromFile(declaration(), ACTOR)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await audit()).toEqual(["integration.created"]);
});

it("keeps a connection's version when the same is declared again", async () => {
  const before = await store.findMain();
  expect(await store.declareFromFile(declaration(), ACTOR)).toEqual(before);
});

it("keeps the secret sealed, and replaces it without showing it", async () => {
  const connection = await store.declareFromFile(declaration({ appSecret: "second-secret" }), ACTOR);
  expect(await store.readSecret(connection.id)).toBe("second-secret");
  expect(await audit()).toEqual(["integration.changed", "integration.created"]);
  const { rows } = await database.pool.query(
    "select (select jsonb_agg(to_jsonb(c)) from feishu_connection c) as c, (select jsonb_agg(to_jsonb(a)) from audit_record a) as a",
  );
  expect(JSON.stringify(rows)).not.toMatch(/first-secret|second-secret/);
});

it("lets one app own sync: another app in the file takes it over", async () => {
  const other = await store.declareFromFile(declaration({ appId: "cli_fedcba9876543210" }), ACTOR);
  expect((await store.findMain())?.id).toBe(other.id);
  const { rows } = await database.pool.query("select app_id from feishu_connection where owns_sync");
  expect(rows).toEqual([{ app_id: "cli_fedcba9876543210" }]);
});

it("pins the tenant the first time it is known", async () => {
  const connection = await store.findMain();
  await store.rememberTenant(connection?.id ?? "", "tenant-one");
  await store.rememberTenant(connection?.id ?? "", "tenant-two");
  expect((await store.findMain())?.tenantKey).toBe("tenant-one");
});

it("keeps the webhook's keys sealed, and says in the audit log that they were replaced and nothing of them", async () => {
  const eventKeys = { encryptKey: "key-of-the-webhook", verificationToken: "token-of-the-webhook" };
  const { id } = await store.declareFromFile(declaration({ eventKeys }), ACTOR);
  expect(await store.readEventKeys(id)).toEqual(eventKeys);
  const version = (await store.declareFromFile(declaration({ eventKeys }), ACTOR)).updatedAt;
  expect((await store.declareFromFile(declaration({ eventKeys }), ACTOR)).updatedAt).toBe(version);
  const replaced = { ...eventKeys, verificationToken: "another-token" };
  await store.declareFromFile(declaration({ eventKeys: replaced }), ACTOR);
  expect(await store.readEventKeys(id)).toEqual(replaced);
  await store.declareFromFile(declaration(), ACTOR);
  expect(await store.readEventKeys(id)).toBeNull();
  const { rows } = await database.pool.query(
    "select (select json_agg(a)::text from audit_record a) || (select json_agg(c)::text from feishu_connection c) as everything",
  );
  for (const secret of [...Object.values(eventKeys), "another-token"]) expect(rows[0].everything).not.toContain(secret);
  expect(rows[0].everything).toContain('"event_keys": "replaced"');
  expect(rows[0].everything).toContain('"event_keys": "removed"');
});
