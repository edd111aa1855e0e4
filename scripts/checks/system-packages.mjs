/** The Debian packages that some tests need. This list is the only place to add one. */
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { runQuietly } from "../launch/program.mjs";

/**
 * @typedef {object} SystemPackage
 * @property {string} name As apt knows it.
 * @property {string} provides A path that is there once it is installed.
 * @property {string} notice What is not run without it, and how to get it.
 */

/** @type {SystemPackage} */
export const OLDEST_POSTGRES = {
  name: "postgresql-15",
  provides: "/usr/lib/postgresql/15/bin",
  notice: "database tests on PostgreSQL 15 (apt-get install postgresql-15, or run as root)",
};

/** @type {SystemPackage} */
export const BROWSER = {
  name: "chromium",
  provides: "/usr/bin/chromium",
  notice: "tests of the console in a browser (apt-get install chromium, or run as root)",
};

/** The browser draws Chinese with it; without one every screenshot shows boxes. @type {SystemPackage} */
const CHINESE_FONT = {
  name: "fonts-noto-cjk",
  provides: "/usr/share/fonts/opentype/noto",
  notice: "Chinese screenshots with letters (apt-get install fonts-noto-cjk, or run as root)",
};

/**
 * LDAP as administrators and applications speak it, and the server many companies have.
 * @type {readonly SystemPackage[]}
 */
const LDAP = [
  { name: "ldap-utils", provides: "/usr/bin/ldapsearch" },
  { name: "python3-ldap", provides: "/usr/lib/python3/dist-packages/ldap" },
  { name: "python3-ldap3", provides: "/usr/lib/python3/dist-packages/ldap3" },
  { name: "php-cli", provides: "/usr/bin/php" },
  { name: "php-ldap", provides: "/var/lib/dpkg/info/php-ldap.list" },
  { name: "ruby", provides: "/usr/bin/ruby" },
  { name: "ruby-net-ldap", provides: "/var/lib/dpkg/info/ruby-net-ldap.list" },
  { name: "slapd", provides: "/usr/sbin/slapd" },
  { name: "openssl", provides: "/usr/bin/openssl" },
].map(({ name, provides }) => ({
  name,
  provides,
  notice: `tests of LDAP with ${name} (apt-get install ${name}, or run as root)`,
}));

const PACKAGES = [OLDEST_POSTGRES, BROWSER, CHINESE_FONT, ...LDAP];

/** Its exit code tells Debian's packages whether they may start what they bring (invoke-rc.d(8)). */
const START_POLICY = "/usr/sbin/policy-rc.d";

/**
 * Installs what is missing, if we are root and apt is here; an ordinary user's machine is left as it is.
 * @returns {Promise<SystemPackage[]>} What is still missing afterwards.
 */
export async function prepareSystem() {
  const isMissing = (/** @type {SystemPackage} */ { provides }) => !existsSync(provides);
  const wanted = PACKAGES.filter(isMissing);
  if (wanted.length === 0 || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return wanted;
  const names = wanted.map(({ name }) => name);
  console.log(`Installing Debian packages: ${names.join(", ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const updated = await runQuietly("apt-get", ["update", "-qq"], { env });
  // Even with a stale list the package may be found, so that only the installation decides.
  const installed = await withoutStarting(() =>
    runQuietly("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], { env }),
  );
  if (!installed.ok) console.log(`${updated.output}${installed.output}`);
  return wanted.filter(isMissing);
}

/**
 * Installs without starting any service: tests start their own, on ports of their own.
 * @template Result
 * @param {() => Promise<Result>} install
 * @returns {Promise<Result>}
 */
async function withoutStarting(install) {
  if (existsSync(START_POLICY)) return install();
  await writeFile(START_POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return await install();
  } finally {
    await rm(START_POLICY);
  }
}
