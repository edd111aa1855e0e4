import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

const SECURE = { ldaps: "ldaps", starttls: "starttls", plain: "disable" } as const;

/** Fortinet FortiGate: VPN and firewall policies. */
export const fortinet: Recipe = {
  id: "fortinet",
  product: "Fortinet FortiGate",
  about: {
    en: "VPN and firewall policies for members of a group.",
    zh: "为用户组成员提供 VPN 和防火墙策略。",
  },
  snippets: (facts) => [
    {
      name: "FortiOS CLI",
      text: `config user ldap
    edit "larkbridge"
        set server "${facts.host}"
        set port ${facts.port}
        set secure ${SECURE[facts.transport]}
        set ca-cert "CA_Cert_1"
        set server-identity-check enable
        set type regular
        set username "${facts.bindDn}"
        set password "${PASSWORD_PLACE}"
        set dn "${facts.people}"
        set cnid "uid"
        set group-member-check user-attr
        set member-attr "memberOf"
    next
end
config user group
    edit "vpn-users"
        set member "larkbridge"
        config match
            edit 1
                set server-name "larkbridge"
                set group-name "${facts.group}"
            next
        end
    next
end
`,
    },
  ],
  traps: [
    {
      en: "Import our certificate under System > Certificates as a CA first, and put the name it got there in the place of CA_Cert_1.",
      zh: "请先在 System > Certificates 中将证书作为 CA 导入，并用其名称替换 CA_Cert_1。",
    },
    {
      en: "Older firmware stops at TLS 1.2 and RSA: where the connection breaks off at once, a certificate with an RSA key helps.",
      zh: "较旧的固件只支持 TLS 1.2 和 RSA：如连接立即中断，请改用 RSA 密钥的证书。",
    },
    {
      en: "IPsec with EAP asks for MSCHAPv2, which no directory with safely kept passwords can answer. Use a method that hands the password over inside the tunnel.",
      zh: "使用 EAP 的 IPsec 需要 MSCHAPv2，妥善保存密码的目录无法支持。请使用在隧道内传递密码的方式。",
    },
  ],
  tests: [
    {
      en: "The line answers “authenticate succeeded” and lists group memberships.",
      zh: "此命令应返回“authenticate succeeded”，并列出所属用户组。",
    },
  ],
  tryLine: () => "diagnose test authserver ldap larkbridge LOGIN PASSWORD",
};
