import type { Recipe } from "../recipe.ts";

const TRANSPORT = { ldaps: "SSL - Encrypted", starttls: "StartTLS", plain: "TCP - Standard" } as const;

/** OPNsense: the web interface, OpenVPN and the captive portal. */
export const opnsense: Recipe = {
  id: "opnsense",
  product: "OPNsense",
  about: {
    en: "OpenVPN, the captive portal and the web interface ask here.",
    zh: "OpenVPN、强制门户和管理界面在此验证。",
  },
  place: { en: "System > Access > Servers > Add", zh: "系统 > 访问 > 服务器 > 添加" },
  settings: (facts) => [
    { name: "Type", value: "LDAP" },
    { name: "Hostname or IP address", value: facts.host },
    { name: "Port value", value: String(facts.port) },
    { name: "Transport", value: TRANSPORT[facts.transport] },
    { name: "Protocol version", value: "3" },
    { name: "Bind credentials", value: facts.bindDn },
    { name: "Search scope", value: "Entire Subtree" },
    { name: "Base DN", value: facts.base },
    { name: "Authentication containers", value: facts.people },
    { name: "Extended Query", value: `&(memberOf=${facts.group})` },
    { name: "User naming attribute", value: "uid" },
    { name: "Read properties", value: "on" },
    { name: "Synchronize groups", value: "on" },
  ],
  traps: [
    {
      en: "Trust our certificate first: System > Trust > Authorities. The host name must be one the certificate names.",
      zh: "请先在“系统 > 信任 > 颁发机构”中信任我们的证书；主机名须与证书中的名称一致。",
    },
    {
      en: "Synchronizing groups changes only groups that exist in OPNsense under the same name.",
      zh: "同步用户组时，只会更新 OPNsense 中已存在的同名用户组。",
    },
    {
      en: "The extended query begins with an ampersand; without it the search fails silently.",
      zh: "扩展查询须以 & 开头，否则查询会失败且没有提示。",
    },
  ],
  tests: [
    {
      en: "System > Access > Tester signs somebody in and shows the attributes that came back.",
      zh: "在“系统 > 访问 > 测试器”中可尝试登录，并显示返回的属性。",
    },
  ],
};
