import { PASSWORD_PLACE, type Recipe } from "../recipe.ts";

const ENCRYPTION = { ldaps: "simple_tls", starttls: "start_tls", plain: "plain" } as const;

/** GitLab, Linux package. */
export const gitlab: Recipe = {
  id: "gitlab",
  product: "GitLab",
  about: {
    en: "People sign in with their login name and password; paid editions keep groups in step as well.",
    zh: "使用登录名和密码登录；付费版还可同步用户组。",
  },
  snippets: (facts) => [
    {
      name: "/etc/gitlab/gitlab.rb",
      text: `gitlab_rails['ldap_enabled'] = true
gitlab_rails['ldap_servers'] = {
  'main' => {
    'label' => 'Larkbridge',
    'host' => '${facts.host}',
    'port' => ${facts.port},
    'encryption' => '${ENCRYPTION[facts.transport]}',
    'verify_certificates' => true,
    'tls_options' => { 'ca_file' => '${facts.caFile}' },
    'bind_dn' => '${facts.bindDn}',
    'password' => '${PASSWORD_PLACE}',
    'active_directory' => false,
    'uid' => 'uid',
    'base' => '${facts.people}',
    # Only members of a group may come in:
    # 'user_filter' => '(memberOf=${facts.group})',
    'attributes' => {
      'username' => ['uid'],
      'email' => ['mail'],
      'name' => 'displayName',
      'first_name' => 'givenName',
      'last_name' => 'sn'
    },
    # Premium and Ultimate:
    # 'group_base' => '${facts.groups}',
    'block_auto_created_users' => false
  }
}
# gitlab-ctl reconfigure
`,
    },
  ],
  traps: [
    {
      en: "GitLab remembers each person by DN. The DN holds the login name, so a changed login name is a new identity there until an administrator edits it.",
      zh: "GitLab 以 DN 记住每个人，DN 中包含登录名。登录名变更后，需由 GitLab 管理员修改其身份信息，否则会被视为另一个人。",
    },
    {
      en: "GitLab wants an e-mail address of everyone. Whoever has none in Feishu needs one there, or a rule for mail under Attributes.",
      zh: "GitLab 要求每个人都有邮箱。飞书中没有邮箱的人员需要补充，或在“属性”中为 mail 配置规则。",
    },
    {
      en: "Git over HTTPS sends the password with every command. An app password or a GitLab access token spares the real one.",
      zh: "通过 HTTPS 使用 Git 时，每条命令都会发送密码。请使用应用专用密码或 GitLab 访问令牌，避免使用本人密码。",
    },
  ],
  tests: [
    {
      en: "The check lists people it found. An empty list means the base or the filter is wrong, an error the address, certificate or password.",
      zh: "检查命令会列出查到的人员。列表为空说明基准 DN 或过滤器有误；报错则说明地址、证书或密码有误。",
    },
    {
      en: "Then sign in on the LDAP tab of the sign-in page.",
      zh: "然后在登录页的 LDAP 标签中登录。",
    },
  ],
  tryLine: () => "sudo gitlab-rake gitlab:ldap:check",
};
