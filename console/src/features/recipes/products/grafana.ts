import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

/** Grafana. */
export const grafana: Recipe = {
  id: "grafana",
  product: "Grafana",
  about: {
    en: "People sign in with their login name; their groups decide whether they view, edit or administer.",
    zh: "使用登录名登录，并按用户组授予查看、编辑或管理权限。",
  },
  snippets: (facts) => [
    {
      name: "grafana.ini",
      text: `[auth.ldap]
enabled = true
config_file = /etc/grafana/ldap.toml
allow_sign_up = true
`,
    },
    {
      name: "/etc/grafana/ldap.toml",
      text: `[[servers]]
host = "${facts.host}"
port = ${facts.port}
use_ssl = ${facts.transport !== "plain"}
start_tls = ${facts.transport === "starttls"}
root_ca_cert = "${facts.caFile}"
bind_dn = "${facts.bindDn}"
bind_password = '${PASSWORD_PLACE}'
search_filter = "(uid=%s)"
search_base_dns = ["${facts.people}"]

[servers.attributes]
username = "uid"
name = "displayName"
email = "mail"
member_of = "memberOf"

[[servers.group_mappings]]
group_dn = "${facts.group}"
org_role = "Admin"

[[servers.group_mappings]]
group_dn = "*"
org_role = "Viewer"
`,
    },
  ],
  traps: [
    {
      en: "Leave surname out: Grafana prints name and surname one after the other, and both hold the whole name here.",
      zh: "不要配置 surname：Grafana 会把 name 与 surname 拼接显示，而这里两者都是全名。",
    },
    {
      en: "An empty bind_password makes Grafana search anonymously, and anonymous clients are shown nobody.",
      zh: "bind_password 留空时 Grafana 会匿名查询，而匿名客户端看不到任何人员。",
    },
    {
      en: "Group DNs are compared as they stand: copy them from a search rather than typing them.",
      zh: "用户组 DN 按原文比较：请从查询结果中复制，不要手写。",
    },
  ],
  tests: [
    {
      en: "Administration > Authentication > LDAP looks a login name up and shows the attributes, groups and role that Grafana would use.",
      zh: "在 Administration > Authentication > LDAP 中输入登录名，可查看 Grafana 将使用的属性、用户组和角色。",
    },
    {
      en: "For more, set filters = ldap:debug under [log] and restart.",
      zh: "如需更多信息，请在 [log] 中设置 filters = ldap:debug 并重启。",
    },
  ],
};
