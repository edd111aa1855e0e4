import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

/** FreeRADIUS 3: Wi-Fi and switches. */
export const freeradius: Recipe = {
  id: "freeradius",
  product: "FreeRADIUS",
  about: {
    en: "Wi-Fi, wired ports and VPN by RADIUS: it looks a person up, then binds with the password it was given.",
    zh: "用于 Wi-Fi、有线端口和 VPN 的 RADIUS 认证：先查找人员，再用收到的密码绑定验证。",
  },
  snippets: (facts) => [
    {
      name: "mods-available/ldap",
      text: `ldap {
  server = '${facts.url}'
  identity = '${facts.bindDn}'
  password = '${PASSWORD_PLACE}'
  base_dn = '${facts.base}'

  user {
    base_dn = '${facts.people}'
    filter = "(uid=%{%{Stripped-User-Name}:-%{User-Name}})"
  }
  group {
    base_dn = '${facts.groups}'
    filter = '(objectClass=groupOfNames)'
    name_attribute = cn
    membership_attribute = 'memberOf'
  }
  tls {
    ca_file = ${facts.caFile}
    require_cert = 'demand'
    start_tls = ${facts.transport === "starttls" ? "yes" : "no"}
  }
}
`,
    },
    {
      name: "sites-available/default, sites-available/inner-tunnel",
      text: `authorize {
  ldap
  if ((ok || updated) && User-Password) {
    update control {
      Auth-Type := LDAP
    }
  }
  # Only members of a group:
  # if (!(LDAP-Group == "GROUP-NAME")) { reject }
}
authenticate {
  Auth-Type LDAP {
    ldap
  }
}
`,
    },
  ],
  traps: [
    {
      en: "PEAP with MSCHAPv2, which Windows and phones choose by themselves, cannot work with any directory that keeps passwords as they should be kept: it needs the NT hash, and from argon2id nobody can make one. Set devices to EAP-TTLS with PAP (or GTC); the tunnel protects the password.",
      zh: "Windows 和手机默认使用的 PEAP-MSCHAPv2 无法使用：它需要 NT 哈希，而妥善保存的密码（argon2id）无法还原出 NT 哈希。请将设备设置为 EAP-TTLS 并使用 PAP（或 GTC），密码由隧道保护。",
    },
    {
      en: "The stock site asks for userPassword and maps it into the request. We never show it: delete that line from the update section, or leave it; nothing depends on it.",
      zh: "自带配置会读取 userPassword。本目录从不提供该属性：可从 update 段中删除，保留也无影响。",
    },
    {
      en: "For membership FreeRADIUS fetches each group that memberOf names. The account must be allowed to see those groups.",
      zh: "判断成员关系时，FreeRADIUS 会逐个读取 memberOf 中的用户组，服务账号须能看到这些用户组。",
    },
    {
      en: "Devices must check the certificate of the RADIUS server, or anybody can stand between and read the password.",
      zh: "设备必须校验 RADIUS 服务器的证书，否则密码可能被中间人窃取。",
    },
  ],
  tests: [
    {
      en: "Run freeradius -X in one window and the line in another: Access-Accept, and above it the bind.",
      zh: "在一个窗口运行 freeradius -X，在另一个窗口运行此命令：应返回 Access-Accept，日志中可看到绑定过程。",
    },
  ],
  tryLine: () => "radtest -t pap LOGIN 'PASSWORD' 127.0.0.1 0 testing123",
};
