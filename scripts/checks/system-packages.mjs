/** The Debian packages that some tests need. This list is the only place to add one. */
import { existsSync } from "node:fs";
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

/** @type {SystemPackage} */
const LDAP_CLIENTS = {
  name: "ldap-utils",
  provides: "/usr/bin/ldapsearch",
  notice: "tests of LDAP with the clients administrators use (apt-get install ldap-utils, or run as root)",
};

const PACKAGES = [OLDEST_POSTGRES, BROWSER, CHINESE_FONT, LDAP_CLIENTS];

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
  const installed = await runQuietly("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], { env });
  if (!installed.ok) console.log(`${updated.output}${installed.output}`);
  return wanted.filter(isMissing);
}
