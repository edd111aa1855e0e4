import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

/** Apache with mod_authnz_ldap; Subversion and others behind it as well. */
export const apache: Recipe = {
  id: "apache",
  product: "Apache",
  about: {
    en: "Guards pages, Subversion and whatever stands behind it with login name and password.",
    zh: "以登录名和密码保护网页、Subversion 及其后的其他服务。",
  },
  snippets: (facts) => [
    {
      name: "apache2.conf",
      text: `# Outside of every VirtualHost:
LDAPTrustedGlobalCert CA_BASE64 ${facts.caFile}

<Location "/">
  AuthType Basic
  AuthName "Larkbridge"
  AuthBasicProvider ldap
  AuthLDAPURL "${facts.url}/${facts.people}?uid?sub?(objectClass=inetOrgPerson)"${facts.transport === "starttls" ? " STARTTLS" : ""}
  AuthLDAPBindDN "${facts.bindDn}"
  AuthLDAPBindPassword "${PASSWORD_PLACE}"
  AuthLDAPGroupAttribute member
  AuthLDAPGroupAttributeIsDN on
  Require ldap-group ${facts.group}
  # Or everyone in the directory:
  # Require valid-user
</Location>
# a2enmod authnz_ldap
`,
    },
  ],
  traps: [
    {
      en: "The library compares the certificate to the canonical name of the host, so an address or a short name fails where the long name works.",
      zh: "底层库会将证书与主机的规范名称比较：使用 IP 或短名可能失败，使用完整域名则正常。",
    },
    {
      en: "mod_ldap keeps answers for ten minutes (LDAPCacheTTL): so long a disabled person is still let in.",
      zh: "mod_ldap 会将结果缓存十分钟（LDAPCacheTTL），在此期间已停用的人员仍可访问。",
    },
    {
      en: "Basic authentication sends the password with every request: serve these pages by https only.",
      zh: "Basic 认证会在每次请求中发送密码：这些页面只应通过 https 提供。",
    },
  ],
  tests: [
    {
      en: "401 with a right password: look into the error log for the LDAP message. 200 without being in the group: another Require lets everyone in.",
      zh: "密码正确却返回 401：请查看错误日志中的 LDAP 信息。不在组内却返回 200：说明另有 Require 放行了所有人。",
    },
  ],
  tryLine: () => "curl -sS -o /dev/null -w '%{http_code}\\n' -u LOGIN https://www.example.com/",
};
