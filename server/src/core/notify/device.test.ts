import { describe, expect, it } from "vitest";
import { agentFamily, decideDevice } from "./device.ts";

describe("a device", () => {
  const chrome = "Chrome · Windows";
  it.each([
    ["known: its cookie was seen here before", { knownHere: true, hasDevices: true, earlierFamilies: [] }, "known"],
    [
      "new: others are known, this one is not",
      { knownHere: false, hasDevices: true, earlierFamilies: [chrome] },
      "new",
    ],
    ["the first of an account", { knownHere: false, hasDevices: false, earlierFamilies: [] }, "first"],
    [
      "known: used before devices were noted",
      { knownHere: false, hasDevices: false, earlierFamilies: [chrome] },
      "known",
    ],
    [
      "new: another browser was used before",
      { knownHere: false, hasDevices: false, earlierFamilies: ["Safari · macOS"] },
      "new",
    ],
  ] as const)("is %s", (_, facts, decided) => {
    expect(decideDevice({ ...facts, family: chrome })).toBe(decided);
  });
});

describe("a browser's family", () => {
  it.each([
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
      "Chrome · Windows",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
      "Chrome · Windows",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
      "Edge · Windows",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15",
      "Safari · macOS",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/604.1",
      "Safari · iPhone",
    ],
    [
      "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 Lark/7.20.0",
      "Feishu · Android",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"],
    ["curl/8.5.0", "curl"],
    ["", ""],
    ["<script>alert(1)</script>", ""],
  ])("of %s is %s", (agent, family) => {
    expect(agentFamily(agent)).toBe(family);
  });

  it("is nothing where none is told", () => {
    expect(agentFamily(null)).toBe("");
  });
});
