import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { holds } from "./install.mjs";
import { isRecentEnough } from "./pinned-node.mjs";

const lock = {
  packages: {
    "": {},
    server: { version: "0.1.0" },
    "node_modules/@larkbridge/server": { link: true },
    "node_modules/zod": { version: "4.6.7", integrity: "sha512-zod" },
    "node_modules/node-here": { version: "24.21.0", optional: true, os: process.platform, cpu: [process.arch] },
    "node_modules/node-elsewhere": { version: "24.21.0", optional: true, os: ["plan9"], cpu: [process.arch] },
    "node_modules/native-other-libc": {
      version: "1.0.0",
      optional: true,
      os: [process.platform],
      cpu: [process.arch],
      libc: ["musl"],
    },
  },
};

/** What npm notes after a whole installation on this machine. */
const installed = () => {
  const {
    "": _root,
    "node_modules/node-elsewhere": _elsewhere,
    "node_modules/native-other-libc": _libc,
    ...rest
  } = lock.packages;
  return structuredClone(rest) as Record<string, { version?: string; integrity?: string; link?: boolean }>;
};

describe("the packages in node_modules", () => {
  it("are what the lock file asks for, although those of other platforms are absent", () => {
    expect(holds({ packages: installed() }, lock)).toBe(true);
  });

  it.each([
    ["a package is absent", (packages: ReturnType<typeof installed>) => delete packages["node_modules/zod"]],
    ["the Node of this platform is absent", (packages) => delete packages["node_modules/node-here"]],
    ["a version differs", (packages) => Object.assign(packages["node_modules/zod"] ?? {}, { version: "4.6.6" })],
    [
      "the content differs under one version",
      (packages) => Object.assign(packages["node_modules/zod"] ?? {}, { integrity: "sha512-x" }),
    ],
    [
      "a package is there that the lock file no longer names",
      (packages) => Object.assign(packages, { "node_modules/old": { version: "1.0.0" } }),
    ],
  ] as readonly [string, (packages: ReturnType<typeof installed>) => unknown][])("are not when %s", (_, spoil) => {
    const packages = installed();
    spoil(packages);
    expect(holds({ packages }, lock)).toBe(false);
  });
});

describe("the Node that runs", () => {
  it.each([
    ["24.21.0", true],
    ["24.7.0", true],
    ["24.6.9", false],
    ["25.0.0", true],
    ["20.20.2", false],
  ])("in version %s: recent enough is %s", (version, expected) => {
    expect(isRecentEnough(version)).toBe(expected);
  });
});

describe("the door of the commands", () => {
  it("refuses a command that does not exist with the list of those that do", async () => {
    const run = fileURLToPath(new URL("../run.mjs", import.meta.url));
    const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
      execFile(process.execPath, [run, "dance"], (error, _, stderr) => resolve({ code: error?.code, said: stderr }));
    });
    expect(code).toBe(2);
    expect(said).toContain("demo, start, emulator, bench, test");
  });
});

describe("a program that was handed over to", () => {
  const door = new URL("./pinned-node.mjs", import.meta.url).href;
  const program = `process.on("SIGTERM", () => { console.log("asked to stop"); process.exit(7); }); console.log("up"); setInterval(() => {}, 1000);`;
  const launch = `const { runPinned } = await import(${JSON.stringify(door)}); await runPinned(["-e", ${JSON.stringify(program)}]);`;

  const linesOf = (child: ChildProcess) => {
    if (child.stdout === null) throw new Error("its output is not piped");
    return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  };
  const arg = ["--input-type=module", "-e", launch];

  it("gets the signal that stops us, and its exit status becomes ours", async () => {
    const child = spawn(process.execPath, arg, { stdio: ["ignore", "pipe", "inherit"] });
    const lines = linesOf(child);
    expect((await lines.next()).value).toBe("up");
    child.kill("SIGTERM");
    expect((await lines.next()).value).toBe("asked to stop");
    expect(await once(child, "exit")).toEqual([7, null]);
  });

  it("is asked to stop when the process that started us is killed", async () => {
    const script = `const { spawn } = require("node:child_process"); spawn(process.execPath, ${JSON.stringify(arg)}, { stdio: ["ignore", "inherit", "inherit"] });`;
    const starter = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = linesOf(starter);
    expect((await lines.next()).value).toBe("up");
    starter.kill("SIGKILL");
    expect((await lines.next()).value).toBe("asked to stop");
  });
});
