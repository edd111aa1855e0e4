import { makeWorld } from "../../support/ldap-world.ts";
import { openMemoryLdap, WORLD_BASE } from "../../support/memory-ldap.ts";
import { staticTls } from "../ldap-stage.ts";

/** A process that serves a world and nothing else; what it holds and what went wrong in it is told when asked. */

const [people = "500", groups = "20", messageMs = "10000", certificatePath = "", keyPath = ""] = process.argv.slice(2);
const tree = makeWorld(WORLD_BASE, { people: Number(people), departments: 50, groups: Number(groups) });
const tls = await staticTls({ certificatePath, keyPath, remove: async () => undefined });
const served = await openMemoryLdap({
  tree,
  tls,
  manyConnectionsFrom: "127.0.0.0/8",
  limits: { messageMs: Number(messageMs) },
});
process.on("message", () => {
  process.send?.({ rss: process.memoryUsage.rss(), faults: served.faults.map(String) });
});
process.send?.({ port: served.server.port });
