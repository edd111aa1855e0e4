import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Running } from "./processes.ts";

/** Where Debian puts OpenLDAP's server. */
export const SLAPD = "/usr/sbin/slapd";

/** Starts an OpenLDAP server with a slapd.conf that exists, and resolves when it answers. @throws when it ends instead */
export async function launchSlapd(configuration: string, port: number): Promise<Running> {
  const url = `ldap://127.0.0.1:${port}`;
  const child = spawn(SLAPD, ["-f", configuration, "-h", url, "-d", "0"], { stdio: "ignore" });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`slapd ended with ${child.exitCode}`);
    await delay(50);
  }
  return {
    pid: child.pid ?? 0,
    url,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.on("error", () => resolve(false)).on("connect", () => socket.end());
  });
}
