import type { Tree } from "../../src/core/ldap/tree.ts";
import type { Principal } from "../../src/core/ldap/viewer.ts";
import type { LdapLimits } from "../../src/protocols/ldap/limits.ts";
import { type LdapTls, type ListenerOptions, startLdapServer } from "../../src/protocols/ldap/listener.ts";
import { makeWorld } from "./ldap-world.ts";

export const WORLD_BASE = "dc=example,dc=com";
export const APP_DN = `cn=app,ou=services,${WORLD_BASE}`;
export const APP_PASSWORD = "app secret";
/** The application that may search for everything. */
export const APP: Principal = { kind: "service", id: "1", name: "app", baseDn: null, attributes: null, groups: null };

export interface MemoryLdapOptions {
  readonly tree?: Tree;
  readonly limits?: Partial<LdapLimits>;
  readonly tls?: LdapTls | null;
  readonly requireTls?: boolean;
  readonly sizeLimit?: number;
  readonly manyConnectionsFrom?: string;
  readonly bind?: ListenerOptions["ports"]["bind"];
}

/** The LDAP server over a tree in memory, for what has nothing to do with where people and passwords come from. */
export async function openMemoryLdap(options: MemoryLdapOptions = {}) {
  const tree = options.tree ?? makeWorld(WORLD_BASE, { people: 20, departments: 3, groups: 2 });
  const tls = options.tls ?? null;
  const faults: unknown[] = [];
  const server = await startLdapServer({
    ports: {
      tree: () => tree,
      bind:
        options.bind ??
        (async ({ name }, password) =>
          name === "app" && password === APP_PASSWORD
            ? { kind: "bound", standing: { principal: () => APP } }
            : { kind: "refused" }),
      onFault: (error) => faults.push(error),
    },
    settings: {
      baseDn: WORLD_BASE,
      version: "0.0.0",
      startTls: tls !== null,
      requireTls: options.requireTls ?? false,
      sizeLimit: options.sizeLimit ?? null,
    },
    host: "127.0.0.1",
    port: 0,
    tlsPort: tls === null ? null : 0,
    tls,
    manyConnectionsFrom: options.manyConnectionsFrom ?? null,
    limits: options.limits ?? {},
  });
  return { tree, server, faults, close: () => server.stop() };
}
