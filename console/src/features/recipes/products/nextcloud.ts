import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

/** Nextcloud with its LDAP user and group backend. */
export const nextcloud: Recipe = {
  id: "nextcloud",
  product: "Nextcloud",
  about: {
    en: "People sign in with their login name; groups can be shared with.",
    zh: "使用登录名登录；可向用户组共享文件。",
  },
  snippets: (facts) => {
    const set = (key: string, value: string) => `occ ldap:set-config s01 ${key} '${value}'`;
    return [
      {
        name: "sh",
        text: `${[
          "occ app:enable user_ldap",
          "occ ldap:create-empty-config",
          set("ldapHost", facts.transport === "ldaps" ? `ldaps://${facts.host}` : facts.host),
          set("ldapPort", String(facts.port)),
          set("ldapTLS", facts.transport === "starttls" ? "1" : "0"),
          set("ldapAgentName", facts.bindDn),
          set("ldapAgentPassword", PASSWORD_PLACE),
          set("ldapBase", facts.base),
          set("ldapBaseUsers", facts.people),
          set("ldapBaseGroups", facts.groups),
          set("ldapUserFilter", "(objectClass=inetOrgPerson)"),
          set("ldapLoginFilter", "(&(objectClass=inetOrgPerson)(uid=%uid))"),
          set("ldapUserDisplayName", "displayName"),
          set("ldapEmailAttribute", "mail"),
          set("ldapGroupFilter", "(objectClass=groupOfUniqueNames)"),
          set("ldapGroupDisplayName", "cn"),
          set("ldapGroupMemberAssocAttr", "uniqueMember"),
          set("ldapExpertUsernameAttr", "uid"),
          set("ldapExpertUUIDUserAttr", "entryUUID"),
          set("ldapExpertUUIDGroupAttr", "entryUUID"),
          set("ldapConfigurationActive", "1"),
        ].join("\n")}
`,
      },
    ];
  },
  traps: [
    {
      en: "Set the internal user name (ldapExpertUsernameAttr) before the first sign-in. Afterwards it holds for new people only, and the old ones keep a UUID as their name.",
      zh: "请在首次登录前设置内部用户名（ldapExpertUsernameAttr）。之后再改只对新用户生效，原有用户仍以 UUID 为名。",
    },
    {
      en: "To let a group in alone, write it into both filters: (&(objectClass=inetOrgPerson)(memberOf=…)).",
      zh: "如只允许某个用户组使用，请在两个过滤器中都写入：(&(objectClass=inetOrgPerson)(memberOf=…))。",
    },
    {
      en: "PHP trusts what the system trusts: add our certificate there, or name it with TLS_CACERT in /etc/ldap/ldap.conf.",
      zh: "PHP 使用系统的信任设置：请将证书加入系统信任库，或在 /etc/ldap/ldap.conf 中用 TLS_CACERT 指定。",
    },
  ],
  tests: [
    {
      en: "The line says whether connection and bind work. Then look somebody up on the users page and sign in.",
      zh: "此命令会说明连接和绑定是否成功。然后在用户页面查找一个人，并尝试登录。",
    },
  ],
  tryLine: () => "occ ldap:test-config s01 && occ ldap:search --limit=5 LOGIN",
};
