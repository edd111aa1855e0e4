import type { CardAnswerKind, PressRefusal } from "./card-press.ts";

/** What came of a press, as the client shows it for a moment. */
export interface PressToast {
  readonly type: "success" | "info" | "warning" | "error";
  readonly en: string;
  readonly zh: string;
}

/** Everything a press can come to: it counted, a rule refused it, or it met something in its way. */
export type PressOutcome = CardAnswerKind | PressRefusal | "not_understood" | "sync_running";

const TOASTS: Readonly<Record<PressOutcome, PressToast>> = {
  approve: { type: "success", en: "Approved. The changes are being applied.", zh: "已确认，正在执行变更。" },
  hold: { type: "info", en: "The changes stay on hold.", zh: "变更将继续保留。" },
  not_understood: { type: "error", en: "This button is not one of ours.", zh: "无法识别此按钮。" },
  card_unknown: {
    type: "error",
    en: "This card is not valid. Decide in the console.",
    zh: "此卡片无效，请到控制台决定。",
  },
  operator_not_linked: {
    type: "error",
    en: "Your Feishu account is not linked to an administrator.",
    zh: "您的飞书账号未绑定管理员账号。",
  },
  card_of_another: {
    type: "error",
    en: "This card was sent to somebody else. Decide in the console.",
    zh: "此卡片是发给其他人的，请到控制台决定。",
  },
  operator_inactive: { type: "error", en: "Your account is disabled.", zh: "您的账号已停用。" },
  not_permitted: { type: "error", en: "You may not approve syncs.", zh: "您没有确认同步的权限。" },
  answered_already: {
    type: "warning",
    en: "Somebody has answered already. See the console.",
    zh: "已有人作出选择，请到控制台查看。",
  },
  card_expired: {
    type: "warning",
    en: "The day for this decision is over. Nothing was removed.",
    zh: "决定期限已过，未移除任何内容。",
  },
  changes_replaced: {
    type: "warning",
    en: "The changes are different by now. Look at the newest sync.",
    zh: "变更已与卡片不同，请查看最新的同步。",
  },
  run_over: { type: "warning", en: "This sync was decided already.", zh: "此同步已有决定。" },
  sync_running: {
    type: "warning",
    en: "Another sync is running. Press again when it is done.",
    zh: "另一次同步正在进行，请在其结束后重试。",
  },
};

export function toastOf(outcome: PressOutcome): PressToast {
  return TOASTS[outcome];
}
