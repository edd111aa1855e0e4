import type { Recipe } from "../recipe.ts";

const TRANSPORT = { ldaps: "SSL/TLS Encrypted", starttls: "STARTTLS Encrypted", plain: "Standard TCP" } as const;

/** pfSense: the web interface and OpenVPN. */
export const pfsense: Recipe = {
  id: "pfsense",
  product: "pfSense",
  about: {
    en: "OpenVPN and the web interface ask here; groups carry the rights.",
    zh: "OpenVPN 和管理界面在此验证；权限由用户组授予。",
  },
  place: {
    en: "System > User Manager > Authentication Servers > Add",
    zh: "System > User Manager > Authentication Servers > Add",
  },
  settings: (facts) => [
    { name: "Type", value: "LDAP" },
    { name: "Hostname or IP address", value: facts.host },
    { name: "Port value", value: String(facts.port) },
    { name: "Transport", value: TRANSPORT[facts.transport] },
    { name: "Protocol version", value: "3" },
    { name: "Search scope", value: "Entire Subtree" },
    { name: "Base DN", value: facts.base },
    { name: "Authentication containers", value: facts.people },
    { name: "Extended query", value: `memberOf=${facts.group}` },
    { name: "Bind credentials", value: facts.bindDn },
    { name: "User naming attribute", value: "uid" },
    { name: "Group naming attribute", value: "cn" },
    { name: "Group member attribute", value: "memberOf" },
    { name: "RFC 2307 Groups", value: "off" },
    { name: "Group Object Class", value: "groupOfNames" },
  ],
  traps: [
    {
      en: "Import our certificate under System > Certificates > Authorities and choose it as peer authority; the host name must be one the certificate names.",
      zh: "请在 System > Certificates > Authorities 中导入证书，并选为对端证书颁发机构；主机名须与证书中的名称一致。",
    },
    {
      en: "Groups give rights only where a group of the same name, scope “Remote”, was made by hand.",
      zh: "须手动创建同名且范围为“Remote”的用户组，才能授予权限。",
    },
    {
      en: "Keep local accounts as fallback for the web interface, or a fault here shuts you out of the firewall.",
      zh: "请为管理界面保留本地账号，否则此处出现故障时将无法登录防火墙。",
    },
  ],
  tests: [
    {
      en: "Diagnostics > Authentication signs somebody in and lists the groups that pfSense found.",
      zh: "在 Diagnostics > Authentication 中可尝试登录，并列出 pfSense 找到的用户组。",
    },
  ],
};
