/** Chinese words for the codes that only pages of messages, events and webhooks show; loaded with them. */
export default {
  event_webhook_off: {
    title: "事件未设为以 Webhook 接收",
    cure: "请让此处与飞书开放平台“事件与回调”中的订阅方式一致。",
  },
  event_signature_missing: {
    title: "收到未签名的事件",
    cure: "请让代理原样转发 X-Lark-* 请求头。如持续出现，则并非飞书所发，未作任何处理。",
  },
  event_signature_wrong: {
    title: "事件签名不正确",
    cure: "请从应用的事件配置中重新复制 Encrypt Key，并让代理原样转发请求内容。",
  },
  event_time_outside_window: {
    title: "事件时间偏差过大",
    cure: "请用 NTP 校准本机时间。如时间无误，则并非飞书所发，未作任何处理。",
  },
  event_not_encrypted: { title: "收到未加密的事件", cure: "请在飞书开放平台的事件配置中设置相同的 Encrypt Key。" },
  event_undecipherable: { title: "事件无法解密", cure: "请从应用的事件配置中重新复制 Encrypt Key。" },
  event_token_wrong: { title: "Verification Token 不正确", cure: "请从应用的事件配置中重新复制 Verification Token。" },
  event_app_wrong: { title: "收到其他应用的事件", cure: "请在飞书开放平台为另一个应用改用其他请求地址。" },
  event_tenant_wrong: { title: "收到其他企业的事件", cure: "请使用仅属于本企业的应用。" },
  event_body_too_large: { title: "收到的内容过大", cure: "未作任何处理。如当时在飞书中有大量变更，请同步一次。" },
  event_malformed: { title: "收到无法识别的事件", cure: "请同步一次，以读取全部数据；如确为飞书所发，请反馈。" },
  event_keys_missing: {
    title: "缺少 Webhook 密钥",
    cure: "请从飞书开放平台的应用事件配置中复制 Encrypt Key 和 Verification Token。",
  },
  webhook_not_found: { title: "Webhook 不存在", cure: "请刷新列表。" },
  webhook_delivery_not_found: { title: "投递记录不存在", cure: "请刷新投递列表；记录只保留 30 天。" },
  webhook_url_refused: {
    title: "不允许向该地址发送",
    cure: "请使用公网的 https 地址，或在配置 webhooks.private_networks 中写明接收方所在的网段。",
  },
  webhook_limit_reached: { title: "Webhook 数量已达上限", cure: "请先删除不再使用的 Webhook。" },
  webhook_disabled: { title: "Webhook 已停用", cure: "请先启用，再重新发送。" },
  webhook_answered: { title: "接收方拒绝了请求", cure: "请查看接收方的日志；其响应的开头保存在投递记录中。" },
  webhook_timed_out: { title: "接收方未及时响应", cure: "请让接收方先响应、后处理，并检查防火墙。" },
  webhook_unreachable: { title: "无法连接接收方", cure: "请检查地址，并确认接收方已运行且本服务可以访问。" },
  webhook_certificate_invalid: {
    title: "接收方的证书无效",
    cure: "请为接收方配置有效证书，或用 NODE_EXTRA_CA_CERTS 信任自有的证书颁发机构。",
  },
  webhook_address_private: {
    title: "地址属于内部网络",
    cure: "请在配置 webhooks.private_networks 中写明接收方所在的网段并重启服务。",
  },
  webhook_address_forbidden: { title: "该地址始终禁止访问", cure: "请更正接收方的地址或其域名解析。" },
  webhook_address_unencrypted: {
    title: "该地址需要使用 https",
    cure: "请改用 https，或在配置 webhooks.private_networks 中写明接收方所在的网段。",
  },
  webhook_gone: { title: "接收方不再接收", cure: "请删除此 Webhook，或更正地址后重新启用。" },
  webhook_given_up: {
    title: "连续多日未能送达",
    cure: "请修复接收方并发送测试；重新启用后，可重新发送失败的投递。",
  },
};
