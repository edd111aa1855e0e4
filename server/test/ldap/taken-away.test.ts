import { expect, test } from "vitest";
import { ANONYMOUS } from "../../src/core/ldap/viewer.ts";
import { request } from "../support/ldap-frames.ts";
import { codeOf, dialLdap, entriesOf } from "../support/ldap-wire-client.ts";
import { makeWorld } from "../support/ldap-world.ts";
import { APP, APP_DN, APP_PASSWORD, openMemoryLdap, WORLD_BASE } from "../support/memory-ldap.ts";

test("a search under way ends when what it may see is taken away", async () => {
  const tree = makeWorld(WORLD_BASE, { people: 6000, departments: 20, groups: 2 });
  let taken = false;
  const standing = { principal: () => (taken ? ANONYMOUS : APP) };
  const stage = await openMemoryLdap({ tree, bind: () => ({ kind: "bound", standing }) });
  const client = await dialLdap(stage.server.port);
  client.send(request.bind(1, APP_DN, APP_PASSWORD));
  await client.until(1);
  client.socket.once("data", () => {
    taken = true;
  });
  client.send(request.search(2, { base: WORLD_BASE }));
  const answers = await client.until(2);
  expect(codeOf(answers)).toBe(50);
  expect(entriesOf(answers).length).toBeLessThan(6000);
  client.close();
  await stage.close();
  expect(stage.faults).toEqual([]);
});
