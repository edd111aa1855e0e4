import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Rehearsal, rehearse } from "../../../test/support/feishu-emulator.ts";
import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { SourceDepartment, SourceUser } from "../../core/sync/snapshot.ts";

const OTHER_APP = "cli_fedcba9876543210";

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse({ users: 120, departments: 10, resigned: 4 });
});
afterAll(() => rehearsal.emulator.close());
afterEach(() => rehearsal.control("POST", "/reset", {}));

/** People who are listed, and those who resigned. */
async function people(): Promise<{ readonly listed: readonly OpenId[]; readonly resigned: readonly OpenId[] }> {
  const { users } = await rehearsal.truth();
  const ids = (listed: boolean) => users.filter((user) => user.listed === listed).map((user) => user.open_id as OpenId);
  return { listed: ids(true), resigned: ids(false) };
}

async function confirmUsers(ids: readonly OpenId[]) {
  const present: SourceUser[] = [];
  const sink = { users: (batch: readonly SourceUser[]) => void present.push(...batch), departments: () => {} };
  const confirmed = await rehearsal.connect().confirmUsers(ids, sink, { signal: new AbortController().signal });
  return { ...confirmed, present: new Map(present.map((user) => [user.openId, user.state])) };
}

describe("confirming people", () => {
  test("tells present, resigned and unknown people apart, fifty a call", async () => {
    const { listed, resigned } = await people();
    const asked = [...listed, ...resigned, "ou_nobody" as OpenId];
    const { present, absent, unread, calls } = await confirmUsers(asked);
    expect([...present.keys()].sort()).toEqual([...listed, ...resigned].sort());
    for (const id of resigned) expect(present.get(id)).toBe("resigned");
    expect(absent).toEqual(["ou_nobody"]);
    expect(unread).toEqual([]);
    expect(calls).toBe(1 + Math.ceil(asked.length / 50));
  });

  test("takes people out of range for absent; the range guards them", async () => {
    const { listed } = await people();
    await rehearsal.control("PUT", "/range", { type: "some" });
    const { present, absent, unread } = await confirmUsers(listed.slice(0, 3));
    expect([present.size, [...absent].sort(), unread]).toEqual([0, listed.slice(0, 3).sort(), []]);
  });

  test("asks one by one where only the older permissions are granted", async () => {
    await rehearsal.control("PUT", "/scopes", { set: "legacy" });
    const { listed, resigned } = await people();
    const { present, absent, unread } = await confirmUsers([...listed.slice(0, 2), ...resigned, "ou_nobody" as OpenId]);
    expect([...present.keys()].sort()).toEqual([...listed.slice(0, 2), ...resigned].sort());
    expect([absent, unread]).toEqual([["ou_nobody"], []]);
  });

  test("without permission to see states, takes the HR roster's word that somebody resigned", async () => {
    await rehearsal.control("PATCH", "/scopes", {
      revoke: ["contact:user.employee:readonly", "contact:contact:readonly_as_app"],
    });
    const { listed, resigned } = await people();
    const { present, absent } = await confirmUsers([...listed.slice(0, 3), ...resigned]);
    expect([...present.keys()].sort()).toEqual(listed.slice(0, 3).sort());
    expect([...absent].sort()).toEqual([...resigned].sort());
  });

  test("without that either, nobody is taken for gone", async () => {
    await rehearsal.control("PATCH", "/scopes", {
      revoke: ["contact:user.employee:readonly", "contact:contact:readonly_as_app"],
    });
    await rehearsal.control("PATCH", "/settings", { ehr: false });
    const { resigned } = await people();
    const { present, absent, unread } = await confirmUsers(resigned);
    expect(absent).toEqual([]);
    expect(unread).toEqual([]);
    expect([...present.values()]).toEqual(resigned.map(() => "unknown"));
  });

  test("leaves people unread when Feishu does not tell", async () => {
    const { listed } = await people();
    await rehearsal.control("POST", "/faults", {
      kind: "http_500",
      path: "/open-apis/contact/v3/users/*",
      nth: "every",
    });
    const { present, absent, unread } = await confirmUsers(listed.slice(0, 60));
    expect([present.size, absent]).toEqual([0, []]);
    expect(unread.map(({ what, key, code }) => `${what} ${key} ${code}`).sort()).toEqual(
      listed
        .slice(0, 60)
        .map((id) => `user ${id} feishu_server_error`)
        .sort(),
    );
  });

  test("one id of another app spoils nobody else's answer and is no proof by itself", async () => {
    const { listed } = await people();
    await rehearsal.control("POST", "/apps", { app_id: OTHER_APP, app_secret: "other-secret" });
    const stranger = await openIdAtOtherApp();
    const { present, absent, unread } = await confirmUsers([listed[1] as OpenId, stranger]);
    expect([...present.keys()]).toEqual([listed[1]]);
    expect(absent).toEqual([]);
    expect(unread).toMatchObject([{ key: stranger, code: "feishu_request_refused" }]);
  });
});

/** Somebody's open_id as another app of the same tenant sees it. */
async function openIdAtOtherApp(): Promise<OpenId> {
  const connector = rehearsal.connect({ appId: OTHER_APP, appSecret: "other-secret" });
  const users: SourceUser[] = [];
  const sink = { users: (batch: readonly SourceUser[]) => void users.push(...batch), departments: () => {} };
  await connector.readContacts({ kind: "all" }, sink, { signal: new AbortController().signal });
  return (users[0] as SourceUser).openId;
}

describe("confirming departments", () => {
  const confirm = async (ids: readonly OpenDepartmentId[]) => {
    const present: SourceDepartment[] = [];
    const sink = { departments: (batch: readonly SourceDepartment[]) => void present.push(...batch), users: () => {} };
    const confirmed = await rehearsal.connect().confirmDepartments(ids, sink, { signal: new AbortController().signal });
    return { ...confirmed, present: present.map(({ openDepartmentId }) => openDepartmentId).sort() };
  };

  test.each(["full", "legacy"])("tells present and deleted ones apart (%s permissions)", async (set) => {
    await rehearsal.control("PUT", "/scopes", { set });
    const { departments } = await rehearsal.truth();
    const parents = new Set(departments.map(({ parent }) => parent));
    const ids = departments.map((department) => department.open_department_id as OpenDepartmentId);
    const leaf = ids.find((id) => !parents.has(id)) as OpenDepartmentId;
    await rehearsal.control("DELETE", `/departments/${leaf}?with=subtree`);
    const { present, absent, unread } = await confirm(ids);
    expect(absent).toEqual([leaf]);
    expect(present).toEqual(ids.filter((id) => id !== leaf).sort());
    expect(unread).toEqual([]);
  });

  test("leaves them unread when Feishu does not tell", async () => {
    const { departments } = await rehearsal.truth();
    await rehearsal.control("POST", "/faults", {
      kind: "reset",
      path: "/open-apis/contact/v3/departments/*",
      nth: "every",
    });
    const id = departments[0]?.open_department_id as OpenDepartmentId;
    expect(await confirm([id])).toMatchObject({
      absent: [],
      unread: [{ what: "department_tree", key: id, code: "feishu_unreachable" }],
    });
  });
});

test("a person is read in the API's own words, or said not to be there", async () => {
  const connector = rehearsal.connect();
  const { listed } = await people();
  const { signal } = new AbortController();
  expect(await connector.readRawUser(listed[0] as OpenId, signal)).toMatchObject({
    found: true,
    record: { open_id: listed[0] },
  });
  expect(await connector.readRawUser("ou_nobody" as OpenId, signal)).toMatchObject({
    found: false,
    code: "feishu_user_gone",
  });
  await rehearsal.control("PUT", "/range", { type: "some" });
  expect(await connector.readRawUser(listed[0] as OpenId, signal)).toMatchObject({
    found: false,
    code: "feishu_no_user_authority",
  });
});
