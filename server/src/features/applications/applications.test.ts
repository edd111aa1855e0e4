import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { plantSignIn, readSignIns } from "../../../test/support/applications.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection, clearDirectory, withUuids, writeDirectory } from "../../../test/support/sync-database.ts";
import { directory, directoryUser } from "../../../test/support/sync-makers.ts";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Result } from "../../core/kernel/result.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeClientDirectory } from "./client-directory.ts";
import { makeApplications } from "./make-applications.ts";
import type { Applications, ClientDirectory, NewApplication } from "./ports.ts";

const START = "2026-03-01T08:00:00.000Z";
const clock = fixedClock(START);
const actor: Actor = { kind: "operator", id: "1", name: "Ada" };
const ann = withUuids(directoryUser("ann").id);
const NOBODY = "00000000-0000-4000-8000-000000000000";
const gone = { ok: false, error: { code: "application_not_found" } };
const everyone = { everyone: true, users: [], groups: [], departments: [] };
const wiki: NewApplication = {
  name: "Wiki",
  description: "",
  kind: "web",
  homeUrl: null,
  redirectUris: ["https://wiki.example.com/cb"],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  claims: ["email", "groups"],
  pkceRequired: true,
  refreshTokens: false,
};

let database: OpenDatabase;
let applications: Applications;
let clients: ClientDirectory;
beforeAll(async () => {
  database = await openTestDatabase();
  applications = makeApplications({ database, clock });
  clients = makeClientDirectory({ database, clock });
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.set(START as ReturnType<typeof clock.now>);
  await clearDirectory(database);
  await database.pool.query("truncate application, feishu_connection, audit_record, oidc_state, oidc_login cascade");
  const snapshot = directory({ users: [directoryUser("ann")] });
  await writeDirectory(database, await addConnection(database), withUuids(snapshot));
});

function unwrap<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
const make = async (part: Partial<NewApplication> = {}) =>
  unwrap(await applications.create({ ...wiki, ...part }, actor));
const readAudit = async () =>
  (await database.pool.query("select action, object_kind, object_id, before, after from audit_record order by id"))
    .rows;

describe("a new application", () => {
  it("is known by an id nobody guesses, is enabled, and nobody may use it", async () => {
    const { application } = await make();
    expect(application).toMatchObject({ ...wiki, enabled: true, everyone: false, secretChangedAt: START });
    expect(application.clientId).toMatch(/^lb_[a-km-np-z2-9]{20}$/);
    expect((await make({ name: "Other" })).application.clientId).not.toBe(application.clientId);
    expect(await clients.mayUse(ann, application.clientId)).toBe(false);
  });

  it("tells its secret once; what is stored is its hash, and no record of it anywhere", async () => {
    const { application, secret } = await make();
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const client = await clients.findClient(application.clientId);
    expect(client?.secretHash).toEqual(
      createHash("sha256")
        .update(secret ?? "")
        .digest(),
    );
    expect(JSON.stringify(await applications.find(application.id))).not.toContain(secret);
    const { rows } = await database.pool.query(
      "select a::text as row from application a union all select r::text from audit_record r",
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(await readAudit())).not.toMatch(/secret|hash/i);
  });

  it.each(["public", "device"] as const)(
    "that is %s has no secret, and always proves itself with PKCE",
    async (kind) => {
      const { application, secret } = await make({ kind, redirectUris: [], pkceRequired: false });
      expect(secret).toBeNull();
      expect(application).toMatchObject({ pkceRequired: true, secretChangedAt: null });
      const changed = await applications.update(application.id, { pkceRequired: false }, actor);
      expect(changed).toMatchObject({ ok: true, value: { pkceRequired: true } });
      const refused = { ok: false, error: { code: "application_has_no_secret" } };
      expect(await applications.replaceSecret(application.id, actor)).toEqual(refused);
    },
  );

  it("that runs on a server may do without PKCE", async () => {
    expect((await make({ pkceRequired: false })).application.pkceRequired).toBe(false);
  });

  it.each([
    ["http://wiki.example.com/cb", { redirectUris: ["https://wiki.example.com/", "http://wiki.example.com/cb"] }],
    ["https://wiki.example.com/#x", { postLogoutRedirectUris: ["https://wiki.example.com/#x"] }],
    ["com.example.app:/cb", { redirectUris: ["com.example.app:/cb"] }],
    ["https://1.2.3.400/cb", { redirectUris: ["https://1.2.3.400/cb"] }],
    ["https://wiki.example.com/cb", { kind: "device" as const }],
  ])("is refused with %s among its addresses, and changes with it are", async (url, part) => {
    const refused = { ok: false, error: { code: "application_redirect_invalid", detail: { url } } };
    expect(await applications.create({ ...wiki, ...part }, actor)).toEqual(refused);
    if ("kind" in part) return;
    expect(await applications.update((await make()).application.id, part, actor)).toEqual(refused);
    expect(await readAudit()).toHaveLength(1);
  });
});

describe("the name of an application", () => {
  const taken = (name: string) => ({ ok: false, error: { code: "application_name_taken", detail: { name } } });

  it("is unique without regard to case; its own it may spell anew", async () => {
    const { application } = await make();
    const other = await make({ name: "👩‍💻 维基" });
    expect(await applications.create({ ...wiki, name: "WIKI" }, actor)).toEqual(taken("WIKI"));
    expect(await applications.update(other.application.id, { name: "wiki" }, actor)).toEqual(taken("wiki"));
    expect(await applications.update(application.id, { name: "WIKI" }, actor)).toMatchObject({ ok: true });
    expect(await applications.create({ ...wiki, name: "👩‍💻 维基" }, actor)).toEqual(taken("👩‍💻 维基"));
  });

  it("goes to one of those who take it at the same time", async () => {
    const made = await Promise.all(
      ["Wiki", "wiki", "WIKI"].map((name) => applications.create({ ...wiki, name }, actor)),
    );
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    const two = await Promise.all(["a", "b"].map((name) => make({ name })));
    const renamed = await Promise.all(
      two.map(({ application }) => applications.update(application.id, { name: "same" }, actor)),
    );
    expect(renamed.map((result) => (result.ok ? "renamed" : result.error.code)).sort()).toEqual([
      "application_name_taken",
      "renamed",
    ]);
  });
});

describe("a change", () => {
  it("is remembered with what was and what is, and nothing when nothing differs", async () => {
    const { application } = await make();
    await applications.update(
      application.id,
      { description: "Notes", claims: ["email", "email"], name: undefined },
      actor,
    );
    await applications.update(application.id, { description: "Notes" }, actor);
    const [, ...rest] = await readAudit();
    expect(rest).toEqual([
      {
        action: "application.updated",
        object_kind: "application",
        object_id: application.id,
        before: { description: "", claims: ["email", "groups"] },
        after: { description: "Notes", claims: ["email"] },
      },
    ]);
  });

  it("that switches it off ends what people hold of it; switched on again it takes new sign-ins", async () => {
    const { application } = await make();
    const { id, clientId } = application;
    await applications.changeAccess(id, everyone, actor);
    await plantSignIn(database, ann, clientId);
    await applications.update(id, { description: "Notes" }, actor);
    expect((await readSignIns(database)).tokens).toHaveLength(1);
    expect(await applications.update(id, { enabled: false }, actor)).toMatchObject({ value: { enabled: false } });
    expect(await readSignIns(database)).toEqual({ open: [], tokens: [], sessions: 1 });
    expect(await clients.findClient(clientId)).toBeUndefined();
    expect(await clients.mayUse(ann, clientId)).toBe(false);
    await applications.update(id, { enabled: true }, actor);
    expect(await clients.mayUse(ann, clientId)).toBe(true);
  });

  it("that deletes it ends what people hold of it, and is told what was", async () => {
    const { application } = await make();
    await applications.changeAccess(application.id, everyone, actor);
    await plantSignIn(database, ann, application.clientId);
    expect(await applications.remove(application.id, actor)).toMatchObject({ ok: true, value: { name: "Wiki" } });
    expect(await readSignIns(database)).toEqual({ open: [], tokens: [], sessions: 1 });
    expect((await readAudit()).at(-1)).toMatchObject({
      action: "application.deleted",
      before: { name: "Wiki", client_id: application.clientId },
      after: null,
    });
  });

  it("of the secret ends the one before", async () => {
    const { application, secret } = await make();
    clock.advance(1000);
    const replaced = unwrap(await applications.replaceSecret(application.id, actor));
    expect(replaced.secret).not.toBe(secret);
    expect(replaced.application.secretChangedAt).toBe("2026-03-01T08:00:01.000Z");
    const hash = (await clients.findClient(application.clientId))?.secretHash;
    expect(hash).toEqual(
      createHash("sha256")
        .update(replaced.secret ?? "")
        .digest(),
    );
    expect((await readAudit()).at(-1)).toMatchObject({
      action: "application.secret_replaced",
      before: { secret_changed_at: START },
      after: { secret_changed_at: "2026-03-01T08:00:01.000Z" },
    });
  });

  it.each([NOBODY, "wiki", "\0"])("of the application %j, which is not there, finds none", async (id) => {
    expect(await applications.find(id)).toBeUndefined();
    expect(await applications.readAccess(id)).toBeUndefined();
    expect(await applications.update(id, { name: "x" }, actor)).toEqual(gone);
    expect(await applications.remove(id, actor)).toEqual(gone);
    expect(await applications.replaceSecret(id, actor)).toEqual(gone);
    expect(await applications.changeAccess(id, everyone, actor)).toEqual(gone);
    expect(await readAudit()).toEqual([]);
  });
});

describe("the list of applications", () => {
  it("shows every one once, by name, page by page", async () => {
    for (const name of ["b", "A", "👩‍💻", "c"]) await make({ name });
    const first = await applications.list(undefined, { limit: 3, cursor: null });
    const second = await applications.list(undefined, { limit: 3, cursor: first?.nextCursor ?? null });
    expect([first, second].flatMap((page) => page?.items.map(({ name }) => name))).toEqual(["A", "b", "c", "👩‍💻"]);
    expect(first?.total).toBe(4);
    expect(second?.nextCursor).toBeNull();
  });

  it("finds by a part of the name or of the client_id, and takes letters for what they are", async () => {
    const { application } = await make();
    const other = await make({ name: "100% 维基" });
    // One in fifty ids that are drawn by chance has "ik" in it.
    await database.pool.query("update application set client_id = $1 where id = $2", [
      "lb_22222222222222222222",
      other.application.id,
    ]);
    const find = async (search: string) =>
      (await applications.list(search, { limit: 9, cursor: null }))?.items.map(({ name }) => name);
    expect(await find("IK")).toEqual(["Wiki"]);
    expect(await find("维基")).toEqual(["100% 维基"]);
    expect(await find("%")).toEqual(["100% 维基"]);
    expect(await find(application.clientId.slice(3))).toEqual(["Wiki"]);
    expect(await find("\0")).toEqual([]);
  });

  it("knows its own cursors only", async () => {
    for (const cursor of ["x", "W10", Buffer.from('["a","b"]').toString("base64url")])
      expect(await applications.list(undefined, { limit: 9, cursor })).toBeUndefined();
  });
});

describe("the last use of an application", () => {
  it("is written once a minute at most", async () => {
    const { application } = await make();
    const note = async (after: number) => {
      clock.advance(after);
      await clients.noteUse(application.clientId);
      return (await applications.find(application.id))?.lastUsedAt;
    };
    expect(await note(0)).toBe(START);
    expect(await note(59_999)).toBe(START);
    expect(await note(1)).toBe("2026-03-01T08:01:00.000Z");
    await clients.noteUse("lb_nobody");
  });

  it("is written of that one alone", async () => {
    const { application } = await make();
    const other = await make({ name: "Other" });
    await clients.noteUse(application.clientId);
    expect((await applications.find(other.application.id))?.lastUsedAt).toBeNull();
  });
});

it("a client is found by its exact id, while it is enabled", async () => {
  const { application } = await make();
  expect(await clients.findClient(application.clientId)).toMatchObject({ ...application });
  for (const id of ["", "lb_x", `${application.clientId} `, application.clientId.toUpperCase(), "\0"])
    expect(await clients.findClient(id)).toBeUndefined();
});
