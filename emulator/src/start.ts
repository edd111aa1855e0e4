import type { AddressInfo } from "node:net";
import { makeServer } from "./http-server.ts";
import { type EmulatorOptions, readOptions } from "./options.ts";
import { Platform } from "./platform.ts";

/** An emulator that listens. */
export interface RunningEmulator {
  readonly url: string;
  readonly port: number;
  readonly appId: string;
  readonly appSecret: string;
  /** Stops listening, cuts every connection and pushes nothing any more. */
  close(): Promise<void>;
}

/**
 * Generates a tenant and serves it (README.md lists the options).
 *
 * @throws OptionMistake or BlueprintMistake for options that do not fit; Node's error when the address cannot be taken
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  return (await startWithPlatform(options)).emulator;
}

/** The same, with the platform behind it for a caller in the same package. */
export async function startWithPlatform(
  options: EmulatorOptions,
): Promise<{ emulator: RunningEmulator; platform: Platform }> {
  const complete = readOptions(options);
  const platform = new Platform(complete);
  let url = "";
  const server = makeServer(platform, () => url);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(complete.port, complete.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://${complete.host.includes(":") ? `[${complete.host}]` : complete.host}:${port}`;
  const close = () =>
    new Promise<void>((resolve, reject) => {
      platform.close();
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      server.closeAllConnections();
    });
  return { emulator: { url, port, appId: complete.appId, appSecret: complete.appSecret, close }, platform };
}
