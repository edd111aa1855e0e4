import type { Recipe } from "../recipe.ts";

/** Keycloak: user federation. */
export const keycloak: Recipe = {
  id: "keycloak",
  product: "Keycloak",
  about: {
    en: "User federation: people and groups come from here, and Keycloak hands them on. Where OpenID Connect is enough, register it as an application instead.",
    zh: "用户联合：人员和用户组来自本目录，再由 Keycloak 提供给其他系统。如 OpenID Connect 已能满足需要，请改为注册应用。",
  },
  place: { en: "User federation > Add LDAP provider", zh: "用户联合 > 添加 LDAP 提供者" },
  settings: (facts) => [
    { name: "Vendor", value: "Other" },
    { name: "Connection URL", value: facts.url },
    { name: "Enable StartTLS", value: facts.transport === "starttls" ? "On" : "Off" },
    { name: "Bind type", value: "simple" },
    { name: "Bind DN", value: facts.bindDn },
    { name: "Edit mode", value: "READ_ONLY" },
    { name: "Users DN", value: facts.people },
    { name: "Username LDAP attribute", value: "uid" },
    { name: "RDN LDAP attribute", value: "uid" },
    { name: "UUID LDAP attribute", value: "entryUUID" },
    { name: "User object classes", value: "inetOrgPerson, organizationalPerson" },
    { name: "Search scope", value: "One Level" },
    { name: "Pagination", value: "On" },
    { name: "Sync Registrations", value: "Off" },
    { name: "Periodic changed users sync", value: "On" },
    { name: "group-ldap-mapper: LDAP Groups DN", value: facts.groups },
    { name: "group-ldap-mapper: Group Object Classes", value: "groupOfNames" },
    { name: "group-ldap-mapper: Membership LDAP Attribute", value: "member" },
    { name: "group-ldap-mapper: Mode", value: "READ_ONLY" },
  ],
  traps: [
    {
      en: "The mapper “first name” reads cn, which is the login name here: point it at displayName and take “last name” away, or the name stands there twice.",
      zh: "“first name”映射器默认读取 cn，此处为登录名：请改为 displayName，并删除“last name”映射器，否则姓名会重复显示。",
    },
    {
      en: "Switch “Preserve Group Inheritance” off: groups stand side by side here, and sub-departments are in dept-…-all.",
      zh: "请关闭“Preserve Group Inheritance”：此处的用户组为平级，包含下级部门的用户组为 dept-…-all。",
    },
    {
      en: "Java trusts its own store: hand our certificate to Keycloak with truststore-paths.",
      zh: "Java 使用自己的信任库：请用 truststore-paths 将证书提供给 Keycloak。",
    },
  ],
  tests: [
    {
      en: "“Test connection”, “Test authentication”, then Action > Sync all users: the numbers must be those on the LDAP page.",
      zh: "依次点击“Test connection”“Test authentication”，再执行 Action > Sync all users：数量应与 LDAP 页面一致。",
    },
  ],
};
