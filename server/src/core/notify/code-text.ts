import type { Language } from "./message.ts";

/**
 * What is sent to an address somebody says is theirs. It may be somebody else's, so it says who asks.
 *
 * @param username of whoever asks; holds nothing that Feishu reads as markup
 */
export function codeText(code: string, username: string, language: Language): string {
  return language === "zh"
    ? `您的 Larkbridge 验证码是 ${code}，10 分钟内有效。\n账号 ${username} 希望在这里接收消息。如非本人操作，请忽略此消息，不要把验证码告诉任何人。`
    : `Your Larkbridge code is ${code}. It is good for 10 minutes.\nThe account ${username} asks to receive messages here. If this was not you, ignore this message and tell nobody the code.`;
}
