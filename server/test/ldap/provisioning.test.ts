import { existsSync } from "node:fs";
import { Attribute } from "ldapts";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectAndBind } from "../../src/connectors/ldap/connect.ts";
import { toFoundEntry } from "../../src/connectors/ldap/entry-values.ts";
import { openLdapSession } from "../../src/connectors/ldap/index.ts";
import { profiles } from "../../src/core/ldap/relations/profiles.ts";
import { lookAfterServers } from "../../src/features/provisioning/follow-directory.ts";
import { makeProvisioning, prepareLdapPassword } from "../../src/features/provisioning/index.ts";
import type { ServerSession } from "../../src/features/provisioning/ports.ts";
import { hashForLdap } from "../../src/platform/crypto/ldap-scheme.ts";
import { addressOf } from "../support/one-ldap-target.ts";
import { SLAPD, type SlapdOptions, startSlapd } from "../support/slapd.ts";
import { openProvisioningStage } from "./provisioning-stage.ts";

type StageParts = Parameters<typeof openProvisioningStage>;

async function stageOver(options: SlapdOptions, over: StageParts[1] = {}, parts: StageParts[2] = {}) {
  const slapd = await startSlapd(options);
  onTestFinished(() => slapd.stop());
  const stage = await openProvisioningStage(slapd, over, parts);
  onTestFinished(() => stage.close());
  return { slapd, stage };
}

/** LDIF without what a server adds by itself and in whatever order. */
function plain(ldif: string): string[] {
  return ldif
    .split("\n\n")
    .map((entry) =>
      entry
        .split("\n")
        .filter(
          (line) =>
            !/^(structuralObjectClass|entryUUID|creatorsName|createTimestamp|entryCSN|modif|memberOf)/.test(line),
        )
        .sort()
        .join("\n"),
    )
    .filter((entry) => entry !== "")
    .sort();
}

describe.skipIf(!existsSync(SLAPD)).each(["none", "memberof+refint", "dynlist"] as const)(
  "a slapd with the overlay %s",
  (overlay) => {
    test("is filled, left alone by a second run, repaired after damage, and keeps what is not ours", async () => {
      const { slapd, stage } = await stageOver({ overlay });
      const first = await stage.run();
      expect(
        first,
        JSON.stringify([first.reasons, stage.faults.map(String), await stage.changes(first)]),
      ).toMatchObject({
        status: "succeeded",
        counts: { people: { created: 2, failed: 0 }, groups: { created: 5 }, units: { created: 6 } },
      });
      const before = plain(await slapd.dump());
      expect(before.join("\n")).toContain("uniqueMember: uid=li.wei,ou=people,dc=example,dc=com");

      const second = await stage.run();
      expect(second).toMatchObject({ status: "succeeded", verdict: "empty", changeCount: 0 });

      const ldap = await stage.ldap();
      onTestFinished(() => ldap.close());
      await ldap.remove("uid=wang.na,ou=people,dc=example,dc=com");
      await ldap.rename("uid=li.wei,ou=people,dc=example,dc=com", "uid=moved", null);
      await ldap.modify("cn=grp-vpn,ou=groups,dc=example,dc=com", [
        { operation: "add", type: "uniqueMember", values: ["cn=extra,dc=example,dc=com"] },
        { operation: "replace", type: "description", values: ["broken"] },
      ]);
      const guest = "uid=guest,ou=people,dc=example,dc=com";
      await ldap.add(guest, { objectClass: ["inetOrgPerson"], uid: ["guest"], cn: ["guest"], sn: ["x"] });
      const third = await stage.run();
      expect(
        third,
        JSON.stringify([third.reasons, stage.faults.map(String), await stage.changes(third)]),
      ).toMatchObject({
        status: "succeeded",
      });
      expect(await ldap.read(guest, ["sn"])).toBeDefined();
      await ldap.remove(guest);
      expect(plain(await slapd.dump())).toEqual(before);
      expect(await stage.run()).toMatchObject({ verdict: "empty" });
    });
  },
);

describe.skipIf(!existsSync(SLAPD))("an external LDAP server", () => {
  test("disables who left, drops their memberships, and brings them back", async () => {
    const { stage } = await stageOver({});
    await stage.run();
    await stage.db
      .updateTable("directory_user")
      .set({ status: "disabled", disabled_by: "operator" })
      .where("id", "=", stage.ids.wei)
      .execute();
    expect((await stage.run()).counts.people.disabled).toBe(1);
    const ldap = await stage.ldap();
    onTestFinished(() => ldap.close());
    const dn = "uid=li.wei,ou=people,dc=example,dc=com";
    expect((await ldap.read(dn, ["description", "userPassword"]))?.attributes).toMatchObject({
      description: ["disabled"],
      userpassword: ["{CRYPT}!"],
    });
    expect(
      (await ldap.read("cn=grp-vpn,ou=groups,dc=example,dc=com", ["uniqueMember"]))?.attributes["uniquemember"],
    ).toEqual([""]);
    await stage.db
      .updateTable("directory_user")
      .set({ status: "active", disabled_by: null })
      .where("id", "=", stage.ids.wei)
      .execute();
    expect(await stage.run()).toMatchObject({ status: "succeeded" });
    expect((await ldap.read(dn, ["description"]))?.attributes["description"]).toBeUndefined();
    expect(await stage.run()).toMatchObject({ verdict: "empty" });
  });

  test("holds unusual removals until an operator approves these very ones", async () => {
    const { stage } = await stageOver({}, { guard: { percent: 0, minimum: 0 }, leavers: "delete" });
    await stage.run();
    await stage.db
      .updateTable("directory_user")
      .set({ status: "disabled", disabled_by: "operator" })
      .where("id", "=", stage.ids.wei)
      .execute();
    const held = await stage.run();
    expect(held).toMatchObject({ status: "waiting_for_approval", verdict: "needs_approval" });
    expect(held.reasons[0]?.code).toBe("ldap_removal_guard");
    const ldap = await stage.ldap();
    onTestFinished(() => ldap.close());
    expect(await ldap.read("uid=li.wei,ou=people,dc=example,dc=com", ["uid"])).toBeDefined();
    const { provisioning, targetId, operator } = stage;
    expect(await provisioning.approve(targetId, held.id, "another", operator)).toMatchObject({
      error: { code: "changes_digest_mismatch" },
    });
    const approved = await stage.settled(
      await provisioning.approve(targetId, held.id, held.changesDigest ?? "", operator),
    );
    expect(approved, JSON.stringify([approved.reasons, await stage.changes(approved)])).toMatchObject({
      status: "succeeded",
    });
    expect(await ldap.read("uid=li.wei,ou=people,dc=example,dc=com", ["uid"])).toBeUndefined();
    expect(await stage.run()).toMatchObject({ verdict: "empty" });
  });

  test("is written nothing while a field relation is missing or broken, and the run says which", async () => {
    const without = profiles.default.filter(({ attribute }) => attribute !== "sn");
    const relations = [...without, { attribute: "employeeType", first_of: [{ field: "no_such" }] }];
    const { slapd, stage } = await stageOver({}, {}, { relations });
    const reasons = [
      { code: "relations_broken", detail: {} },
      { code: "relation_field_unknown", detail: { attribute: "employeeType", field: "no_such" } },
      { code: "relation_missing", detail: { attribute: "sn" } },
    ];
    expect(await stage.run()).toMatchObject({ status: "failed", reasons });
    expect(await stage.preview()).toMatchObject({ status: "failed", reasons });
    expect(await slapd.dump()).toBe("");
  });

  test("shows a preview, and applies it only while it is still what would be done", async () => {
    const { stage } = await stageOver({});
    const { provisioning, targetId, operator } = stage;
    const preview = await stage.preview();
    expect(preview).toMatchObject({ status: "planned", verdict: "applyable", counts: { people: { created: 2 } } });
    await stage.db.updateTable("directory_user").set({ name: "李炜" }).where("id", "=", stage.ids.wei).execute();
    const apply = () => provisioning.apply(targetId, preview.id, preview.changesDigest ?? "", operator);
    const stale = await stage.settled(await apply());
    expect(stale).toMatchObject({ status: "failed", reasons: [{ code: "ldap_plan_stale" }] });
    const again = await stage.preview();
    const done = await stage.settled(await provisioning.apply(targetId, again.id, again.changesDigest ?? "", operator));
    expect(done).toMatchObject({ status: "succeeded", appliesRun: again.id });
  });

  test("written by go-ldap-admin is adopted: names, passwords and foreign attributes stay", async () => {
    const { slapd, stage } = await stageOver(
      {},
      { profile: "go_ldap_admin", places: { people: "people", groups: "groups", departments: "feishuroot" } },
    );
    const ldap = await stage.ldap();
    onTestFinished(() => ldap.close());
    await ldap.add(slapd.suffix, { objectClass: ["dcObject", "organization"], dc: ["example"], o: ["x"] });
    for (const ou of ["people", "feishuroot"])
      await ldap.add(`ou=${ou},${slapd.suffix}`, { objectClass: ["organizationalUnit"], ou: [ou] });
    const person = `uid=LiWei,ou=people,${slapd.suffix}`;
    const hash = await hashForLdap("ssha", "their own");
    await ldap.add(person, {
      ...{ objectClass: ["inetOrgPerson"], uid: ["LiWei"], cn: ["LiWei"], sn: ["old"], employeeNumber: ["E-1"] },
      ...{ userPassword: [hash], carLicense: ["京A"], postalAddress: ["default"] },
    });
    const group = `cn=yanfabu,ou=feishuroot,${slapd.suffix}`;
    await ldap.add(group, {
      objectClass: ["groupOfUniqueNames"],
      cn: ["yanfabu"],
      description: ["研发部"],
      uniqueMember: [slapd.rootDn, person],
    });
    const run = await stage.run();
    expect(run, JSON.stringify([run.reasons, await stage.changes(run)])).toMatchObject({
      status: "succeeded",
      counts: { people: { adopted: 1, created: 1 }, groups: { adopted: 1 } },
    });
    expect((await ldap.read(person, ["*"]))?.attributes).toMatchObject({
      ...{
        uid: ["LiWei", "li.wei"],
        sn: ["李伟 🙂"],
        carlicense: ["京A"],
        postaladdress: ["default"],
        userpassword: [hash],
      },
    });
    expect((await ldap.read(group, ["uniqueMember"]))?.attributes["uniquemember"]).toEqual([
      `uid=wang.na,ou=people,${slapd.suffix}`,
    ]);
    const below = await ldap.readBelow(group, ["uniqueMember"]);
    expect(below.map(({ attributes }) => attributes["uniquemember"])).toContainEqual([person]);
    expect(await stage.run()).toMatchObject({ verdict: "empty" });
    const own = await openLdapSession({
      host: "127.0.0.1",
      port: Number(new URL(slapd.url).port),
      tls: { mode: "none", ca: null, fingerprint: null },
      bindDn: person,
      bindPassword: "their own",
    });
    await own.close();
  });

  test.each(["crypt_sha512", "ssha512", "argon2", "ssha"] as const)(
    "gets the password a person sets, as %s, and the person signs in there with it",
    async (scheme) => {
      const { slapd, stage } = await stageOver({ modules: ["pw-sha2", "argon2"] }, { password_scheme: scheme });
      await stage.run();
      const dn = `uid=li.wei,ou=people,${slapd.suffix}`;
      const address = { host: "127.0.0.1", port: Number(new URL(slapd.url).port), bindDn: dn };
      const signIn = (bindPassword: string) =>
        openLdapSession({ ...address, bindPassword, tls: { mode: "none", ca: null, fingerprint: null } });
      await expect(signIn("correct horse 马")).rejects.toMatchObject({ code: "ldap_bind_refused" });
      const keep = await prepareLdapPassword(stage.db, "correct horse 马");
      await stage.db.transaction().execute((tx) => keep(tx, stage.ids.wei, stage.clock.now()));
      expect(await stage.run()).toMatchObject({ status: "succeeded", changeCount: 1 });
      await (await signIn("correct horse 马")).close();
      await expect(signIn("wrong")).rejects.toMatchObject({ code: "ldap_bind_refused" });
      expect(await stage.run()).toMatchObject({ verdict: "empty" });
    },
  );

  test("is sent by a retry what failed before, and nothing else", async () => {
    const lines = ["overlay constraint", 'constraint_attribute title regex "^[A-Z]"'];
    const { stage } = await stageOver({ modules: ["constraint"], lines });
    const { provisioning, targetId, operator } = stage;
    const setTitle = (id: string, job_title: string) =>
      stage.db.updateTable("directory_user").set({ job_title }).where("id", "=", id).execute();
    await setTitle(stage.ids.wei, "engineer");
    const run = await stage.run();
    expect(run).toMatchObject({ status: "partially_succeeded", counts: { people: { created: 1, failed: 1 } } });
    expect(await stage.changes(run)).toContainEqual(
      expect.objectContaining({
        subject: stage.ids.wei,
        failure: expect.objectContaining({ code: "ldap_entry_refused" }),
      }),
    );
    await setTitle(stage.ids.wei, "Engineer");
    await setTitle(stage.ids.na, "Director");
    const retry = async (id: string) => stage.settled(await provisioning.retry(targetId, id, operator));
    const retried = await retry(run.id);
    expect(retried).toMatchObject({ status: "succeeded", changeCount: 1, counts: { people: { created: 1 } } });
    expect(await provisioning.retry(targetId, retried.id, operator)).toMatchObject({
      error: { code: "nothing_to_retry" },
    });
    // The others come with the next run: also whose group had been without them.
    expect(await stage.run()).toMatchObject({ status: "succeeded" });
    expect(await stage.run()).toMatchObject({ verdict: "empty" });
  });

  test("whose run lost its process has the run closed by whoever looks next", async () => {
    const { stage } = await stageOver({});
    await stage.db
      .insertInto("ldap_run")
      .values({
        ...{ target_id: stage.targetId, purpose: "run", trigger: "manual", status: "running" },
        ...{
          requested_by: JSON.stringify(stage.operator),
          progress: JSON.stringify({ phase: "applying", done: 1, total: 2 }),
        },
        started_at: stage.clock.now(),
      })
      .execute();
    await lookAfterServers(stage.deps);
    const { items } = await stage.runs();
    expect(items).toMatchObject([{ status: "interrupted", reasons: [{ code: "run_interrupted" }] }]);
  });

  test("is read whole where several branches have more than a page", async () => {
    const { stage } = await stageOver({}, { subtree_groups: false });
    await stage.database.pool.query(
      `insert into directory_user (id, username, name, origin) select gen_random_uuid(), 'p' || n, 'P ' || n, 'built_in' from generate_series(1, 1100) n`,
    );
    await stage.database.pool.query(
      `insert into department (id, name, origin) select gen_random_uuid(), 'D ' || n, 'built_in' from generate_series(1, 1100) n`,
    );
    expect(await stage.run()).toMatchObject({
      status: "succeeded",
      counts: { people: { created: 1102 }, groups: { created: 1103 } },
    });
    for (let round = 0; round < 3; round++)
      expect(await stage.run()).toMatchObject({ status: "succeeded", verdict: "empty" });
  });

  test("is read as a client library reads it, with foreign entries and values of every kind", async () => {
    const { slapd, stage } = await stageOver({}, { create_base: true });
    await stage.run();
    const address = addressOf({ ...slapd, port: Number(new URL(slapd.url).port) });
    const { client } = await connectAndBind(address);
    onTestFinished(() => client.unbind());
    for (let at = 0; at < 1100; at++) {
      const values = {
        ...{ objectClass: ["inetOrgPerson", "labeledURIObject"], cn: [`x${at}`, "娜 🙂"], sn: ['O\'Neil, Jr. + "N"'] },
        ...{
          jpegPhoto: [Buffer.of(at & 0xff, 0xd8, 0, 0x80)],
          "description;lang-de": ["Größe"],
          labeledURI: ["ldap://x"],
        },
      };
      const list = Object.entries(values).map(([type, some]) => new Attribute({ type, values: some }));
      await client.add(`cn=x${at},ou=people,${slapd.suffix}`, list);
    }
    const attributes = ["*", "entryUUID"];
    const { searchEntries } = await client.search(slapd.suffix, { scope: "sub", attributes, paged: true });
    const ldap = await stage.ldap();
    onTestFinished(() => ldap.close());
    const read = await ldap.readBelow(slapd.suffix, attributes);
    expect(read.length).toBeGreaterThan(1100);
    expect(read.map(({ dn, uuid, classes, attributes: rest }) => ({ dn, uuid, classes, attributes: rest }))).toEqual(
      searchEntries.map(toFoundEntry),
    );
  });

  test.each([
    ["tells the entryUUIDs of what is made", false],
    ["does not", true],
  ])("is known by entryUUIDs after it was filled, where it %s", async (_, silent) => {
    const { stage } = await stageOver({});
    let readBacks = 0;
    const { servers } = stage.deps;
    const open = async (address: Parameters<typeof servers.open>[0]): Promise<ServerSession> => {
      const session = await servers.open(address);
      const listen = new Proxy(session, {
        get(target, name) {
          const member = Reflect.get(target, name, target) as unknown;
          if (name === "add" && silent)
            return async (...args: Parameters<ServerSession["add"]>) => {
              await target.add(...args);
              return null;
            };
          if (name === "readBelow")
            return (...args: Parameters<ServerSession["readBelow"]>) => {
              if (args[1].length === 1) readBacks += 1;
              return target.readBelow(...args);
            };
          return typeof member === "function" ? member.bind(target) : member;
        },
      });
      return listen;
    };
    const provisioning = makeProvisioning({ ...stage.deps, servers: { ...servers, open } });
    const run = await stage.settled(await provisioning.run(stage.targetId, stage.operator));
    expect(run).toMatchObject({ status: "succeeded", counts: { people: { created: 2 }, groups: { created: 5 } } });
    const { rows } = await stage.database.pool.query("select entry_uuid, dn from ldap_target_link order by dn");
    const ldap = await stage.ldap();
    onTestFinished(() => ldap.close());
    const there = new Map((await ldap.readBelow("dc=example,dc=com", ["entryUUID"])).map(({ dn, uuid }) => [dn, uuid]));
    expect(rows.length).toBeGreaterThan(7);
    for (const { entry_uuid, dn } of rows) expect([dn, entry_uuid]).toEqual([dn, there.get(dn)]);
    expect(readBacks > 0).toBe(silent);
  });

  test("is filled and followed where LDAP is not served by ourselves", async () => {
    const { stage } = await stageOver({}, {}, { unserved: true });
    expect(await stage.run()).toMatchObject({ status: "succeeded", counts: { people: { created: 2, failed: 0 } } });
    expect(await stage.run()).toMatchObject({ status: "succeeded", verdict: "empty" });
    await stage.db.updateTable("directory_user").set({ job_title: "CTO" }).where("id", "=", stage.ids.wei).execute();
    expect(await stage.run()).toMatchObject({ changeCount: 1, counts: { people: { updated: 1 } } });
  });

  test("is asked what it can do", async () => {
    const { stage } = await stageOver({ overlay: "dynlist", modules: ["pw-sha2", "argon2"] });
    await stage.run();
    const report = await stage.provisioning.probe(stage.targetId);
    expect(report.ok && report.value.findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "warning ldap_not_encrypted",
      "ok ldap_member_of_kept",
      "ok ldap_write_permitted",
      "ok ldap_scheme_works",
    ]);
    expect(report.ok && report.value.schemes.map(({ scheme, works }) => `${scheme} ${works}`)).toEqual([
      "crypt_sha512 true",
      "ssha512 true",
      "argon2 true",
      "ssha true",
    ]);
    expect(await stage.run()).toMatchObject({ verdict: "empty" });
  });
});
