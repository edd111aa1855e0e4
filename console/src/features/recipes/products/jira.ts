import type { Recipe } from "../recipe.ts";

/** Jira, Confluence and Crowd, Data Center editions. */
export const jira: Recipe = {
  id: "jira",
  product: "Jira / Confluence / Crowd",
  about: {
    en: "A user directory that is read every hour; people sign in with their login name.",
    zh: "每小时读取一次的用户目录；使用登录名登录。",
  },
  transports: ["ldaps", "plain"],
  place: {
    en: "User management > User directories > Add directory: LDAP, type OpenLDAP",
    zh: "用户管理 > 用户目录 > 添加目录：LDAP，类型选择 OpenLDAP",
  },
  settings: (facts) => [
    { name: "Hostname", value: facts.host },
    { name: "Port", value: String(facts.port) },
    { name: "Use SSL", value: facts.transport === "ldaps" ? "on" : "off" },
    { name: "Username", value: facts.bindDn },
    { name: "Base DN", value: facts.base },
    { name: "Additional User DN", value: facts.peopleBelowBase },
    { name: "Additional Group DN", value: facts.groupsBelowBase },
    { name: "LDAP Permissions", value: "Read Only, with Local Groups" },
    { name: "Use Paged Results", value: "on, 1000" },
    { name: "User Object Class", value: "inetorgperson" },
    { name: "User Object Filter", value: "(objectclass=inetorgperson)" },
    { name: "User Name Attribute", value: "uid" },
    { name: "User Name RDN Attribute", value: "uid" },
    { name: "User First Name Attribute", value: "givenName" },
    { name: "User Last Name Attribute", value: "sn" },
    { name: "User Display Name Attribute", value: "displayName" },
    { name: "User Email Attribute", value: "mail" },
    { name: "User Unique ID Attribute", value: "entryUUID" },
    { name: "Group Object Class", value: "groupOfUniqueNames" },
    { name: "Group Object Filter", value: "(objectclass=groupOfUniqueNames)" },
    { name: "Group Name Attribute", value: "cn" },
    { name: "Group Members Attribute", value: "uniqueMember" },
    { name: "User Membership Attribute", value: "memberOf" },
  ],
  traps: [
    {
      en: "Set the unique ID to entryUUID: a changed login name is then a rename, not a new person.",
      zh: "唯一标识请设为 entryUUID：登录名变更会被识别为改名，而不是新用户。",
    },
    {
      en: "Do not take the type “Posix Schema”: it expects bare login names in memberUid, and nested groups are lost.",
      zh: "不要选择“Posix Schema”类型：它以 memberUid 中的登录名匹配成员，且无法识别嵌套的用户组。",
    },
    {
      en: "Import our certificate into the trust store of Jira's own Java (keytool -importcert), then restart.",
      zh: "请将我们的证书导入 Jira 所用 Java 的信任库（keytool -importcert），然后重启。",
    },
    {
      en: "Keep the internal directory first in the list and one administrator in it.",
      zh: "请将内部目录保持在列表首位，并保留一个管理员账号。",
    },
  ],
  tests: [
    {
      en: "“Test settings” wants a login and password and goes through connection, person, groups and membership one by one; then “Synchronize”.",
      zh: "“测试设置”需要输入登录名和密码，会依次检查连接、人员、用户组和成员关系；然后点击“同步”。",
    },
  ],
};
