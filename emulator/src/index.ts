/** A Feishu Open Platform on one machine; knows nothing of Larkbridge (README.md). */

export { DEFAULT_PORT, DEMO_APP_ID, DEMO_APP_SECRET, type EmulatorOptions, OptionMistake } from "./options.ts";
export { type RunningEmulator, startEmulator } from "./start.ts";
export { BlueprintMistake } from "./tenant/blueprint.ts";
