import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

/** Harbor. */
export const harbor: Recipe = {
  id: "harbor",
  product: "Harbor",
  about: {
    en: "People sign in with their login name; projects can be opened to groups.",
    zh: "使用登录名登录；项目可授权给用户组。",
  },
  transports: ["ldaps", "plain"],
  place: { en: "Administration > Configuration > Authentication: LDAP", zh: "系统管理 > 配置管理 > 认证模式：LDAP" },
  settings: (facts) => [
    { name: "LDAP URL", value: facts.url },
    { name: { en: "LDAP search DN", zh: "LDAP 搜索 DN" }, value: facts.bindDn },
    { name: { en: "LDAP base DN", zh: "LDAP 基础 DN" }, value: facts.people },
    { name: { en: "LDAP filter", zh: "LDAP 过滤器" }, value: "(objectClass=inetOrgPerson)" },
    { name: { en: "LDAP UID", zh: "LDAP 用户 UID" }, value: "uid" },
    { name: { en: "LDAP group base DN", zh: "LDAP 组基础 DN" }, value: facts.groups },
    { name: { en: "LDAP group filter", zh: "LDAP 组过滤器" }, value: "(objectClass=groupOfUniqueNames)" },
    { name: { en: "LDAP group GID", zh: "LDAP 组 ID 属性" }, value: "cn" },
    { name: { en: "LDAP group membership", zh: "LDAP 组成员" }, value: "memberOf" },
    { name: { en: "LDAP group admin DN", zh: "LDAP 组管理员 DN" }, value: facts.group },
  ],
  snippets: (facts) => [
    {
      name: "CONFIG_OVERWRITE_JSON",
      text: `${JSON.stringify(
        {
          auth_mode: "ldap_auth",
          ldap_url: facts.url,
          ldap_search_dn: facts.bindDn,
          ldap_search_password: PASSWORD_PLACE,
          ldap_base_dn: facts.people,
          ldap_filter: "(objectClass=inetOrgPerson)",
          ldap_uid: "uid",
          ldap_scope: 2,
          ldap_verify_cert: true,
          ldap_group_base_dn: facts.groups,
          ldap_group_search_filter: "(objectClass=groupOfUniqueNames)",
          ldap_group_search_scope: 2,
          ldap_group_attribute_name: "cn",
          ldap_group_membership_attribute: "memberOf",
        },
        null,
        2,
      )}
`,
    },
  ],
  traps: [
    {
      en: "The authentication mode can be changed only while there is no local user but admin.",
      zh: "仅当除 admin 外没有其他本地用户时，才能切换认证模式。",
    },
    {
      en: "Members of the admin group are administrators of all of Harbor. Leave it empty unless you want that.",
      zh: "管理员组的成员将成为整个 Harbor 的管理员；如无需要请留空。",
    },
    {
      en: "docker login binds each time: machines take robot accounts, people the CLI secret or an app password.",
      zh: "每次 docker login 都会执行绑定：机器请使用机器人账号，人员请使用 CLI 密码或应用专用密码。",
    },
    {
      en: "Harbor keeps the DN of people and groups; a changed login name is a new user there.",
      zh: "Harbor 会保存人员和用户组的 DN；登录名变更后会被视为新用户。",
    },
  ],
  tests: [
    {
      en: "“Test LDAP server” checks address, certificate and search account. Then sign in, and search a group under Groups.",
      zh: "“测试 LDAP 服务器”会检查地址、证书和查询账号。然后尝试登录，并在“组管理”中搜索一个用户组。",
    },
  ],
};
