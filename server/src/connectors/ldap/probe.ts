import { randomBytes } from "node:crypto";
import { childDn } from "../../core/ldap/provision/names.ts";
import { OID } from "../../core/ldap/root-dse.ts";
import { hashForLdap, LDAP_SCHEMES, type LdapScheme } from "../../platform/crypto/ldap-scheme.ts";
import type { LdapAddress } from "./address.ts";
import { LdapUnusable, reasonOf } from "./failure.ts";
import { type LdapSession, openLdapSession } from "./session.ts";

/** What is to be written there, as far as a server may be unable to. */
export interface ProbeQuestion {
  readonly baseDn: string;
  readonly createBase: boolean;
  readonly groupClass: "groupOfUniqueNames" | "groupOfNames";
  readonly memberOfExpected: boolean;
  readonly scheme: LdapScheme | "none";
}

export interface ProbeFinding {
  readonly severity: "error" | "warning" | "note" | "ok";
  readonly code: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** What a server can and cannot do, with the reasons for people. */
export interface ProbeReport {
  readonly server: {
    readonly vendor: string | null;
    readonly namingContexts: readonly string[];
    readonly boundAs: string | null;
    readonly fingerprint: string | null;
  } | null;
  readonly findings: readonly ProbeFinding[];
  readonly schemes: readonly { readonly scheme: LdapScheme; readonly works: boolean }[];
}

/** Asks a server everything a run relies on. Makes two entries below the base for it, and takes them away again. Never rejects for what the server does. */
export async function probeLdap(address: LdapAddress, question: ProbeQuestion): Promise<ProbeReport> {
  const findings: ProbeFinding[] = [];
  const say = (severity: ProbeFinding["severity"], code: string, detail: ProbeFinding["detail"] = {}) =>
    void findings.push({ severity, code, detail });
  if (address.tls.mode === "none") say("warning", "ldap_not_encrypted");
  let session: LdapSession;
  try {
    session = await openLdapSession(address);
  } catch (error) {
    if (!(error instanceof LdapUnusable)) throw error;
    say("error", error.code, error.detail);
    return { server: null, findings, schemes: [] };
  }
  try {
    const root = (await session.read("", ["*", "+"]))?.attributes ?? {};
    const contexts = root["namingcontexts"] ?? [];
    if (!(root["supportedcontrol"] ?? []).includes(OID.pagedResults)) say("error", "ldap_paging_missing");
    await lookAtSchema(session, root["subschemasubentry"]?.[0], question, say);
    const hasBase = (await session.read(question.baseDn, ["1.1"])) !== undefined;
    if (!hasBase) {
      if (question.createBase) say("note", "ldap_base_will_be_made", { base_dn: question.baseDn });
      else say("error", "ldap_base_missing", { base_dn: question.baseDn });
    }
    const schemes = hasBase ? await tryWriting(session, address, question, say) : [];
    const vendor =
      root["vendorname"]?.[0] ?? (root["structuralobjectclass"]?.includes("OpenLDAProotDSE") ? "OpenLDAP" : null);
    const boundAs = await session.extended(OID.whoAmI).catch(() => null);
    return {
      server: { vendor, namingContexts: contexts, boundAs, fingerprint: session.fingerprint },
      findings,
      schemes,
    };
  } catch (error) {
    if (error instanceof LdapUnusable) say("error", error.code, error.detail);
    else say("error", "ldap_protocol_failed", { address: address.host, reason: reasonOf(error) });
    return { server: null, findings, schemes: [] };
  } finally {
    await session.close();
  }
}

type Say = (severity: ProbeFinding["severity"], code: string, detail?: ProbeFinding["detail"]) => void;

async function lookAtSchema(session: LdapSession, dn: string | undefined, { groupClass }: ProbeQuestion, say: Say) {
  if (dn === undefined) return;
  const schema = await session.read(dn, ["objectClasses"]);
  const classes = (schema?.attributes["objectclasses"] ?? []).join("\n").toLowerCase();
  const missing = ["inetOrgPerson", "organizationalUnit", groupClass].filter(
    (name) => !classes.includes(`'${name.toLowerCase()}'`),
  );
  if (schema && missing.length > 0) say("error", "ldap_class_missing", { missing: missing.join(", ") });
}

/** Writes a person and a group, looks what becomes of them, and takes both away. */
async function tryWriting(session: LdapSession, address: LdapAddress, question: ProbeQuestion, say: Say) {
  const name = `larkbridge-probe-${randomBytes(6).toString("hex")}`;
  const person = childDn("uid", name, question.baseDn);
  const group = childDn("cn", `${name}-group`, question.baseDn);
  try {
    await session.add(person, { objectClass: ["inetOrgPerson"], uid: [name], cn: [name], sn: [name] });
    await session.modify(person, [
      { operation: "replace", type: "description", values: ["Larkbridge tries the server"] },
    ]);
    const member = question.groupClass === "groupOfNames" ? "member" : "uniqueMember";
    await session.add(group, { objectClass: [question.groupClass], cn: [`${name}-group`], [member]: [person] });
    const shows = (await session.read(person, ["memberOf"]))?.attributes["memberof"] !== undefined;
    if (shows) say("ok", "ldap_member_of_kept");
    else {
      const severity = question.memberOfExpected ? "warning" : "note";
      say(severity, "ldap_member_of_missing", { group_class: question.groupClass, member });
    }
    const schemes = await trySchemes(session, address, person);
    await session.remove(group);
    await session.remove(person);
    say("ok", "ldap_write_permitted", { base_dn: question.baseDn });
    sayOfScheme(question.scheme, schemes, say);
    return schemes;
  } catch (error) {
    say("error", "ldap_write_refused", { base_dn: question.baseDn, reason: reasonOf(error) });
    return [];
  } finally {
    for (const dn of [group, person]) await session.remove(dn).catch(() => undefined);
  }
}

/** Signs in as the probe's person with each form of password. */
async function trySchemes(session: LdapSession, address: LdapAddress, person: string) {
  const password = randomBytes(18).toString("base64url");
  const schemes: { scheme: LdapScheme; works: boolean }[] = [];
  for (const scheme of LDAP_SCHEMES) {
    const values = [await hashForLdap(scheme, password)];
    await session.modify(person, [{ operation: "replace", type: "userPassword", values }]);
    const works = await openLdapSession({ ...address, bindDn: person, bindPassword: password }).then(
      async (opened) => {
        await opened.close();
        return true;
      },
      (error: unknown) => {
        if (error instanceof LdapUnusable && error.code === "ldap_bind_refused") return false;
        throw error;
      },
    );
    schemes.push({ scheme, works });
  }
  return schemes;
}

function sayOfScheme(
  scheme: ProbeQuestion["scheme"],
  tried: readonly { scheme: LdapScheme; works: boolean }[],
  say: Say,
) {
  if (scheme === "none") return;
  const works = tried.filter((each) => each.works).map((each) => each.scheme);
  if (works.includes(scheme)) say("ok", "ldap_scheme_works", { scheme });
  else say("warning", "ldap_scheme_missing", { scheme, works: works.join(", ") || "-" });
}
