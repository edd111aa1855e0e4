import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

/** SSSD: sign-in to Linux machines. */
export const sssd: Recipe = {
  id: "sssd",
  product: "SSSD",
  about: {
    en: "People and groups of the directory become users and groups of a Linux machine, by ssh and at the console.",
    zh: "目录中的人员和用户组成为 Linux 主机的用户和组，可用于 ssh 和本地登录。",
  },
  snippets: (facts) => [
    {
      name: "/etc/sssd/sssd.conf",
      text: `[sssd]
config_file_version = 2
services = nss, pam
domains = larkbridge

[domain/larkbridge]
id_provider = ldap
auth_provider = ldap
access_provider = ldap

ldap_uri = ${facts.url}
ldap_id_use_start_tls = ${facts.transport === "starttls"}
ldap_tls_reqcert = demand
ldap_tls_cacert = ${facts.caFile}
ldap_default_bind_dn = ${facts.bindDn}
ldap_default_authtok = ${PASSWORD_PLACE}

ldap_search_base = ${facts.base}
ldap_user_search_base = ${facts.people}
ldap_group_search_base = ${facts.groups}
ldap_schema = rfc2307bis
ldap_group_member = member
ldap_user_uuid = entryUUID
ldap_group_uuid = entryUUID

# Who may sign in to this machine. Without a filter nobody may.
ldap_access_order = filter
ldap_access_filter = (memberOf=${facts.group})

cache_credentials = true
`,
    },
  ],
  traps: [
    {
      en: "SSSD sends a password over TLS alone: with plain LDAP people are found and cannot sign in.",
      zh: "SSSD 只通过 TLS 发送密码：使用明文 LDAP 时可以查到人员，但无法登录。",
    },
    {
      en: "The file must belong to root with mode 0600, or SSSD does not start.",
      zh: "配置文件须归 root 所有且权限为 0600，否则 SSSD 无法启动。",
    },
    {
      en: "Home directories are made at the first sign-in once pam_mkhomedir is on: pam-auth-update --enable mkhomedir, or authselect enable-feature with-mkhomedir.",
      zh: "启用 pam_mkhomedir 后，首次登录时会创建主目录：执行 pam-auth-update --enable mkhomedir，或 authselect enable-feature with-mkhomedir。",
    },
    {
      en: "With cache_credentials a disabled person can still sign in to a machine that is cut off from the network.",
      zh: "启用 cache_credentials 后，主机断网时，已停用的人员仍可用缓存的密码登录。",
    },
    {
      en: "The account needs to see uidNumber, gidNumber, homeDirectory and loginShell: leave its attributes open.",
      zh: "服务账号须能读取 uidNumber、gidNumber、homeDirectory 和 loginShell：请勿限制其属性。",
    },
  ],
  tests: [
    {
      en: "The line shows a person and whether each step of a sign-in would pass. After a change, sss_cache -E empties what SSSD remembers.",
      zh: "此命令显示人员信息以及登录各步骤能否通过。修改后可执行 sss_cache -E 清空缓存。",
    },
  ],
  tryLine: () => "sudo systemctl restart sssd && id LOGIN && sudo sssctl user-checks LOGIN",
};
