/** A message the bot sent, as it stands now. */
export interface Message {
  readonly id: string;
  readonly appId: string;
  /** Whose one-to-one chat with the bot it is in. */
  readonly user: number;
  readonly chatId: string;
  readonly type: string;
  /** JSON text, as sent or as a card was last updated. */
  content: string;
  readonly uuid: string | null;
  readonly createdAt: number;
  updatedAt: number;
  updates: number;
  recalled: boolean;
  readonly rootId: string | null;
  readonly parentId: string | null;
  readonly threadId: string | null;
}

/** Message as the platform shows it (feishu-contract 7.1). */
export function messageRecord(message: Message, tenantKey: string) {
  return {
    message_id: message.id,
    ...(message.rootId === null ? {} : { root_id: message.rootId }),
    ...(message.parentId === null ? {} : { parent_id: message.parentId }),
    ...(message.threadId === null ? {} : { thread_id: message.threadId }),
    msg_type: message.type,
    create_time: String(message.createdAt),
    update_time: String(message.updatedAt),
    deleted: message.recalled,
    updated: message.updates > 0,
    chat_id: message.chatId,
    sender: { id: message.appId, id_type: "app_id", sender_type: "app", tenant_key: tenantKey },
    body: { content: message.content },
    mentions: [],
  };
}
