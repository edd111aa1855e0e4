import * as lark from "@larksuiteoapi/node-sdk";
import type { RunningEmulator } from "../../src/index.ts";

/** The official SDK as it would be pointed at the platform: own token cache, no log output. */
export function makeSdkClient(emulator: RunningEmulator, appSecret = emulator.appSecret): lark.Client {
  const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, trace: () => {} };
  const kept = new Map<string | symbol | object, unknown>();
  const cache: lark.Cache = {
    get: async (key) => kept.get(key),
    set: async (key, value) => {
      kept.set(key, value);
      return true;
    },
  };
  return new lark.Client({
    appId: emulator.appId,
    appSecret,
    domain: emulator.url,
    oauthBaseUrl: emulator.url,
    logger: silent,
    cache,
  });
}
