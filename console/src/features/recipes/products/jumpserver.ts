import type { Recipe } from "../recipe.ts";

/** JumpServer. */
export const jumpserver: Recipe = {
  id: "jumpserver",
  product: "JumpServer",
  about: {
    en: "People are imported, once or on a schedule, and sign in with their login name.",
    zh: "可手动或定时导入用户，并使用登录名登录。",
  },
  transports: ["ldaps", "plain"],
  place: { en: "System settings > Authentication > LDAP", zh: "系统设置 > 认证设置 > LDAP" },
  settings: (facts) => [
    { name: { en: "Server", zh: "服务端地址" }, value: facts.url },
    { name: { en: "Bind DN", zh: "绑定 DN" }, value: facts.bindDn },
    { name: { en: "User OU", zh: "用户 OU" }, value: facts.people },
    { name: { en: "User filter", zh: "用户过滤器" }, value: "(uid=%(user)s)" },
    {
      name: { en: "User attribute mapping", zh: "用户属性映射" },
      value: '{"username": "uid", "name": "displayName", "email": "mail", "phone": "mobile"}',
    },
  ],
  traps: [
    {
      en: "The attribute in the filter and the one mapped to username must be the same. The defaults, cn and sn, work here too: cn is the login name, sn the whole name.",
      zh: "过滤器中的属性必须与映射到 username 的属性一致。默认的 cn 和 sn 也可使用：此处 cn 为登录名，sn 为全名。",
    },
    {
      en: "JumpServer reads the schema first and refuses names it does not find there: check how an attribute is spelt.",
      zh: "JumpServer 会先读取 schema，并拒绝其中没有的属性名：请检查属性名的拼写。",
    },
    {
      en: "For ldaps, lay our certificate at data/jumpserver/core/data/certs/ldap_ca.pem and restart with jmsctl restart.",
      zh: "使用 ldaps 时，请将我们的证书放到 data/jumpserver/core/data/certs/ldap_ca.pem，并执行 jmsctl restart 重启。",
    },
    {
      en: "A local user with the same login name or e-mail address stands in the way of the one from the directory.",
      zh: "如已存在登录名或邮箱相同的本地用户，目录中的用户将无法导入。",
    },
  ],
  tests: [
    {
      en: "“Test connection” counts the people it found; “Test login” tries one; “User import” shows what would come in.",
      zh: "“测试连接”会显示查到的人数，“测试登录”可验证一个账号，“用户导入”会列出可导入的用户。",
    },
  ],
};
