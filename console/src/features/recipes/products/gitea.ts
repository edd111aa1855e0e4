import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

const PROTOCOL = { ldaps: "LDAPS", starttls: "StartTLS", plain: "Unencrypted" } as const;
const FILTER = "(&(objectClass=person)(|(uid=%[1]s)(mail=%[1]s)))";

/** Gitea and Forgejo. */
export const gitea: Recipe = {
  id: "gitea",
  product: "Gitea / Forgejo",
  about: {
    en: "People sign in with login name or e-mail address; groups can fill teams.",
    zh: "使用登录名或邮箱登录；用户组可同步到团队。",
  },
  place: {
    en: "Site administration > Identity & access > Authentication sources: LDAP (via BindDN)",
    zh: "管理后台 > 身份及认证 > 认证源：LDAP (via BindDN)",
  },
  settings: (facts) => [
    { name: { en: "Group search base DN", zh: "用户组搜索基准 DN" }, value: facts.groups },
    { name: { en: "Group attribute containing list of users", zh: "包含用户列表的用户组属性" }, value: "member" },
    { name: { en: "User attribute listed in group", zh: "用户组中列出的用户属性" }, value: "dn" },
    { name: { en: "Verify group membership", zh: "验证用户组成员" }, value: "(cn=GROUP-NAME)" },
  ],
  snippets: (facts) => [
    {
      name: "sh",
      text: `gitea admin auth add-ldap \\
  --name Larkbridge \\
  --security-protocol ${PROTOCOL[facts.transport]} \\
  --host ${facts.host} --port ${facts.port} \\
  --bind-dn '${facts.bindDn}' \\
  --bind-password '${PASSWORD_PLACE}' \\
  --user-search-base '${facts.people}' \\
  --user-filter '${FILTER}' \\
  --username-attribute uid \\
  --firstname-attribute displayName \\
  --email-attribute mail \\
  --synchronize-users
`,
    },
  ],
  traps: [
    {
      en: "Leave the surname attribute empty: Gitea writes first name and surname one after the other.",
      zh: "姓氏属性请留空：Gitea 会把名字与姓氏拼接显示。",
    },
    {
      en: "A group is ignored without a word when its DN holds brackets, quotes or other special characters. Ours are made of letters, digits and hyphens.",
      zh: "用户组 DN 含有括号、引号等特殊字符时，Gitea 会直接忽略且不提示。本目录的用户组名称只含字母、数字和连字符。",
    },
    {
      en: "Synchronizing switches off whoever is no longer found: a filter that is too narrow locks people out.",
      zh: "同步会停用查不到的用户：过滤器过窄会导致人员无法登录。",
    },
    {
      en: "Git over HTTPS sends the password with every command; a Gitea access token or an app password spares the real one.",
      zh: "通过 HTTPS 使用 Git 时每条命令都会发送密码，请使用 Gitea 访问令牌或应用专用密码。",
    },
  ],
  tests: [
    {
      en: "Sign in in a private window. Then run “Synchronize external user data” on the dashboard of the site administration.",
      zh: "在无痕窗口中登录，然后在管理后台首页运行“同步外部用户数据”。",
    },
  ],
};
