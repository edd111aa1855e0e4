/** The texts of our own notices, as built-in templates; the one that asks operators is a card of its own (approval-card.ts). */
export const noticeTemplates = {
  welcome: {
    format: "card",
    texts: {
      en: {
        title: "Welcome",
        body: "Hello {{recipient_name}}, an account was made for you. Your username is {{recipient_username}}.\nSign in with Feishu, or with a password if you have one.",
        button: { label: "Sign in", url: "{{sign_in_url}}" },
      },
      zh: {
        title: "欢迎",
        body: "{{recipient_name}}，您好！已为您创建账号，用户名是 {{recipient_username}}。\n您可以使用飞书登录；如已有密码，也可以使用密码登录。",
        button: { label: "登录", url: "{{sign_in_url}}" },
      },
    },
    secretValues: [],
    samples: { sign_in_url: "https://larkbridge.example.com/" },
  },
  welcome_with_link: {
    format: "card",
    texts: {
      en: {
        title: "Welcome: choose your password",
        body: "Hello {{recipient_name}}, an account was made for you. Your username is {{recipient_username}}.\nThe button opens a page where you choose your password. It works once, and for 24 hours. Nobody else needs it: do not pass it on.",
        button: { label: "Choose a password", url: "{{password_link}}" },
      },
      zh: {
        title: "欢迎：请设置密码",
        body: "{{recipient_name}}，您好！已为您创建账号，用户名是 {{recipient_username}}。\n请点击按钮设置密码。链接只能使用一次，24 小时内有效；请勿转发给他人。",
        button: { label: "设置密码", url: "{{password_link}}" },
      },
    },
    secretValues: ["password_link"],
    samples: { password_link: "https://larkbridge.example.com/password-link#token=…" },
  },
  account_disabled: {
    format: "card",
    texts: {
      en: {
        title: "Your account was disabled",
        body: "{{recipient_name}}, your account {{recipient_username}} was disabled. You are signed out everywhere and cannot sign in for now.\nIf this is a mistake, ask your IT administrator.",
        button: null,
      },
      zh: {
        title: "您的账号已停用",
        body: "{{recipient_name}}，您的账号 {{recipient_username}} 已停用，所有登录均已退出，暂时无法登录。\n如有疑问，请联系 IT 管理员。",
        button: null,
      },
    },
    secretValues: [],
    samples: {},
  },
  new_device: {
    format: "card",
    texts: {
      en: {
        title: "Sign-in from a new device",
        body: "Your account {{recipient_username}} was used to sign in from a device it has not been used on before.\nDevice: {{device}}\nAddress: {{address}}\nTime: {{time}}\nIf this was not you, end the session, change your password and tell your IT administrator.",
        button: { label: "Look at my sessions", url: "{{sessions_url}}" },
      },
      zh: {
        title: "在新设备上登录",
        body: "您的账号 {{recipient_username}} 在一台未使用过的设备上登录。\n设备：{{device}}\n地址：{{address}}\n时间：{{time}}\n如果不是您本人操作，请退出该登录，修改密码，并告知 IT 管理员。",
        button: { label: "查看我的登录", url: "{{sessions_url}}" },
      },
    },
    secretValues: [],
    samples: {
      device: "Chrome · Windows",
      address: "192.0.2.10",
      time: "2026-05-01 16:00 (Asia/Shanghai)",
      sessions_url: "https://larkbridge.example.com/me",
    },
  },
  sync_failed: {
    format: "card",
    texts: {
      en: {
        title: "Sync #{{run}} failed",
        body: "Why: {{reasons_en}}\nWhat it had applied by then stays.",
        button: { label: "See what happened", url: "{{run_url}}" },
      },
      zh: {
        title: "同步 #{{run}} 失败",
        body: "原因：{{reasons_zh}}\n失败之前已执行的变更会保留。",
        button: { label: "查看详情", url: "{{run_url}}" },
      },
    },
    secretValues: [],
    samples: {
      run: "128",
      run_url: "https://larkbridge.example.com/sync-runs/128",
      reasons_en: "Feishu cannot be reached",
      reasons_zh: "无法连接飞书",
    },
  },
  sync_partially_succeeded: {
    format: "card",
    texts: {
      en: {
        title: "Sync #{{run}} partially succeeded",
        body: "What could be applied was applied; {{failed}} records failed.\nWhy: {{reasons_en}}",
        button: { label: "See what is missing", url: "{{run_url}}" },
      },
      zh: {
        title: "同步 #{{run}} 部分成功",
        body: "可以执行的变更均已执行，失败记录 {{failed}} 条。\n原因：{{reasons_zh}}",
        button: { label: "查看详情", url: "{{run_url}}" },
      },
    },
    secretValues: [],
    samples: {
      run: "128",
      run_url: "https://larkbridge.example.com/sync-runs/128",
      failed: "3",
      reasons_en: "Some records failed",
      reasons_zh: "部分记录失败",
    },
  },
} as const;
