import { expect, it } from "vitest";
import { readPastedPair } from "./pasted-pair.ts";

const ID = "cli_0123456789abcdef";
const SECRET = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF";

it.each([
  ["the block of Feishu's page", `App ID\n${ID}\nApp Secret\n${SECRET}`],
  ["labels and colons", `App ID: ${ID}, App Secret: ${SECRET}`],
  ["Chinese labels", `应用凭证：${ID}，密钥：${SECRET}`],
  ["the secret before the id", `${SECRET} ${ID}`],
  ["a line of a configuration file", `app_id="${ID}" app_secret="${SECRET}"`],
])("reads both out of %s", (_, text) => {
  expect(readPastedPair(text)).toEqual({ appId: ID, appSecret: SECRET });
});

it.each([ID, SECRET, "", `App ID ${ID}`, "just some words that are pasted"])(
  "leaves %j to the field it is pasted into",
  (text) => {
    expect(readPastedPair(text)).toBeNull();
  },
);
