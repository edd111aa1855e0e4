import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

/** Jenkins with its LDAP plugin, as Configuration as Code writes it; the page has the same fields. */
export const jenkins: Recipe = {
  id: "jenkins",
  product: "Jenkins",
  about: {
    en: "The LDAP plugin signs people in and knows their groups, which its authorization matrix can name.",
    zh: "由 LDAP 插件完成登录并读取用户组，授权矩阵中可直接使用用户组名称。",
  },
  transports: ["ldaps", "plain"],
  place: { en: "Manage Jenkins > Security > Security Realm: LDAP", zh: "系统管理 > 全局安全配置 > 安全域：LDAP" },
  settings: (facts) => [
    { name: "Server", value: facts.url },
    { name: "root DN", value: facts.base },
    { name: "User search base", value: facts.peopleBelowBase },
    { name: "User search filter", value: "uid={0}" },
    { name: "Group search base", value: facts.groupsBelowBase },
    { name: "Group search filter", value: "(&(cn={0})(objectClass=groupOfNames))" },
    { name: "Group membership filter", value: "(member={0})" },
    { name: "Manager DN", value: facts.bindDn },
    { name: "Display Name LDAP attribute", value: "displayName" },
    { name: "Email Address LDAP attribute", value: "mail" },
  ],
  snippets: (facts) => [
    {
      name: "jenkins.yaml",
      text: `jenkins:
  securityRealm:
    ldap:
      configurations:
        - server: "${facts.url}"
          rootDN: "${facts.base}"
          userSearchBase: "${facts.peopleBelowBase}"
          userSearch: "uid={0}"
          groupSearchBase: "${facts.groupsBelowBase}"
          groupSearchFilter: "(&(cn={0})(objectClass=groupOfNames))"
          groupMembershipStrategy:
            fromGroupSearch:
              filter: "(member={0})"
          managerDN: "${facts.bindDn}"
          managerPasswordSecret: "${PASSWORD_PLACE}"
          displayNameAttributeName: "displayName"
          mailAddressAttributeName: "mail"
      cache:
        size: 500
        ttl: 300
`,
    },
  ],
  traps: [
    {
      en: "Java has trust stores of its own: bring our certificate in with keytool -importcert, then restart Jenkins. Use LDAPS; the plugin does not speak StartTLS.",
      zh: "Java 使用自己的信任库：请用 keytool -importcert 导入我们的证书，再重启 Jenkins。请使用 LDAPS，插件不支持 StartTLS。",
    },
    {
      en: "Keep a second browser signed in while you change the security realm: a mistake here locks everyone out.",
      zh: "修改安全域时，请在另一个浏览器中保持登录：此处填错会让所有人都无法登录。",
    },
    {
      en: "Without the cache every request to Jenkins is a bind and a search of groups.",
      zh: "不启用缓存时，对 Jenkins 的每次请求都会执行一次绑定和一次用户组查询。",
    },
  ],
  tests: [
    {
      en: "“Test LDAP settings” below the fields signs somebody in, finds their groups and says which step failed; save afterwards.",
      zh: "表单下方的“Test LDAP settings”会尝试登录并查询用户组，并指出失败的步骤；测试通过后再保存。",
    },
  ],
};
