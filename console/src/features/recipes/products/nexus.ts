import type { Recipe } from "../recipe.ts";

const PROTOCOL = { ldaps: "ldaps", starttls: "ldap", plain: "ldap" } as const;

/** Sonatype Nexus Repository. */
export const nexus: Recipe = {
  id: "nexus",
  product: "Nexus Repository",
  about: {
    en: "People sign in with their login name; groups become roles once they are mapped.",
    zh: "使用登录名登录；用户组映射后可作为角色使用。",
  },
  transports: ["ldaps", "plain"],
  place: { en: "Settings > Security > LDAP > Create connection", zh: "设置 > Security > LDAP > Create connection" },
  settings: (facts) => [
    { name: "Protocol", value: PROTOCOL[facts.transport] },
    { name: "Hostname", value: facts.host },
    { name: "Port", value: String(facts.port) },
    { name: "Search base DN", value: facts.base },
    { name: "Authentication method", value: "Simple Authentication" },
    { name: "Username or DN", value: facts.bindDn },
    { name: "User relative DN", value: facts.peopleBelowBase },
    { name: "Object class", value: "inetOrgPerson" },
    { name: "User ID attribute", value: "uid" },
    { name: "Real name attribute", value: "displayName" },
    { name: "Email attribute", value: "mail" },
    { name: "Group type", value: "Static Groups" },
    { name: "Group relative DN", value: facts.groupsBelowBase },
    { name: "Group object class", value: "groupOfUniqueNames" },
    { name: "Group ID attribute", value: "cn" },
    { name: "Group member attribute", value: "uniqueMember" },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Nexus's own placeholder.
    { name: "Group member format", value: "${dn}" },
  ],
  traps: [
    {
      en: "Leave “Password attribute” empty: passwords are never read from the directory, Nexus binds to check them.",
      zh: "“Password attribute”请留空：目录不会提供密码，Nexus 通过绑定来验证。",
    },
    {
      en: "The relative DNs are without the base, and “LDAP Realm” must be active under Security > Realms.",
      zh: "相对 DN 不含基准 DN；还须在 Security > Realms 中启用 LDAP Realm。",
    },
    {
      en: "A group gives nothing by itself: add an external role mapping of its name.",
      zh: "用户组本身不授予权限：请按其名称添加外部角色映射。",
    },
    {
      en: "Nexus has no StartTLS. With ldaps, take our certificate into its trust store with “View certificate”.",
      zh: "Nexus 不支持 StartTLS。使用 ldaps 时，请通过“View certificate”将我们的证书加入其信任库。",
    },
  ],
  tests: [
    {
      en: "“Verify connection”, then “Verify user mapping” lists people with their groups, then “Verify login” tries one password.",
      zh: "依次点击“Verify connection”“Verify user mapping”（列出人员及用户组）和“Verify login”（验证一个密码）。",
    },
  ],
};
