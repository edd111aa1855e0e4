import type { EmulatorOptions } from "@larkbridge/emulator";
import type { Browser } from "playwright-core";
import type { ServerProcess } from "../../../server/test/support/server-process.ts";
import { type Stage, setStage } from "../../../server/test/support/stage.ts";
import { openBrowser, openWindow, type Reader, type Watched } from "./browser.ts";

/** The owner that the server makes at its first start. */
export const OWNER = { username: "owner", password: "correct horse battery staple" } as const;

/** A server with its console, an emulator, and a browser. */
export interface ConsoleStage {
  readonly stage: Stage;
  readonly server: ServerProcess;
  readonly browser: Browser;
  /** A window with nobody signed in. */
  open(reader?: Reader): Promise<Watched>;
  /** A window in which the owner is signed in. */
  openSignedIn(reader?: Reader): Promise<Watched>;
  close(): Promise<void>;
}

/**
 * Sets everything up. `env` adds to the server's configuration; `connected: false` leaves the Feishu connection to be
 * made in the console; `owner: false` leaves the first owner to be made there.
 */
export async function openConsole(
  options: {
    readonly tenant?: EmulatorOptions;
    readonly connected?: boolean;
    readonly owner?: boolean;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<ConsoleStage> {
  const stage = await setStage(options.tenant);
  const unconnected = Object.keys(stage.env).filter((name) => name.startsWith("LARKBRIDGE_FEISHU_"));
  const server = await stage.start({
    ...(options.connected === false ? Object.fromEntries(unconnected.map((name) => [name, undefined])) : {}),
    ...(options.owner === false
      ? {}
      : { LARKBRIDGE_ADMIN_USERNAME: OWNER.username, LARKBRIDGE_ADMIN_PASSWORD: OWNER.password }),
    ...options.env,
  });
  const browser = await openBrowser();
  const open = (reader?: Reader) => openWindow(browser, server.url, reader);
  return {
    stage,
    server,
    browser,
    open,
    async openSignedIn(reader) {
      const window = await open(reader);
      const answer = await window.context.request.post("/api/v1/session", {
        headers: { "sec-fetch-site": "same-origin" },
        data: { username: OWNER.username, password: OWNER.password },
      });
      if (!answer.ok()) throw new Error(`Nobody signed in: ${answer.status()} ${await answer.text()}`);
      return window;
    },
    async close() {
      await browser.close();
      await stage.close();
    },
  };
}
