import type { Instant } from "../kernel/ids.ts";
import type { Json } from "../kernel/json.ts";
import type { Language } from "./message.ts";
import { describeReasons } from "./run-reasons.ts";

/** What a run holds, in short. */
export interface HeldInShort {
  readonly disabled: number;
  readonly deleted: number;
  readonly departmentsDeleted: number;
  /** Changes of any other kind. */
  readonly other: number;
  /** Of the first few people and departments. */
  readonly names: readonly string[];
}

/** How a question to operators stands. */
export type ApprovalState =
  | { readonly kind: "open"; readonly buttons: { readonly approve: Json; readonly hold: Json } }
  | { readonly kind: "approved" | "rejected" | "held"; readonly by: string; readonly at: Instant }
  | { readonly kind: "replaced" | "expired" | "over" };

export interface ApprovalCard {
  readonly runId: string;
  readonly reasonCodes: readonly string[];
  readonly held: HeldInShort;
  readonly state: ApprovalState;
  readonly expiresAt: Instant;
  /** Of the page that shows the run. */
  readonly url: string;
  /** A time as its readers have it. */
  readonly time: (at: Instant) => string;
}

/**
 * Renders the card that asks operators about a held run (Feishu contract 7.3, JSON 2.0). Names and sentences are plain
 * text: whatever stands in a name is shown, and mentions nobody.
 */
export function renderApprovalCard(card: ApprovalCard, language: Language): Json {
  const words = WORDS[language];
  const { state, time } = card;
  return {
    schema: "2.0",
    config: {
      update_multi: true,
      enable_forward: false,
      width_mode: "fill",
      summary: { content: words.title(card.runId) },
    },
    header: { template: COLOURS[state.kind], title: plain(words.title(card.runId)) },
    body: {
      direction: "vertical",
      elements: [
        ...[...words.held(card.held), words.why(describeReasons(card.reasonCodes, language))].map(paragraph),
        { tag: "hr" },
        paragraph(words.state(state, time, time(card.expiresAt))),
        ...(state.kind === "open"
          ? [
              button(
                words.approve,
                "danger",
                { type: "callback", value: state.buttons.approve },
                words.confirm(card.held),
              ),
              button(words.hold, "default", { type: "callback", value: state.buttons.hold }),
            ]
          : []),
        button(words.open, "text", { type: "open_url", default_url: card.url }),
      ],
    },
  };
}

const COLOURS: Readonly<Record<ApprovalState["kind"], string>> = {
  open: "orange",
  approved: "green",
  rejected: "grey",
  held: "blue",
  replaced: "grey",
  expired: "grey",
  over: "grey",
};

const plain = (content: string) => ({ tag: "plain_text", content });
const paragraph = (content: string) => ({ tag: "div", text: plain(content) });

function button(label: string, type: string, behavior: Json, confirm?: readonly [string, string]): Json {
  return {
    tag: "button",
    type,
    width: "default",
    text: plain(label),
    behaviors: [behavior],
    ...(confirm ? { confirm: { title: plain(confirm[0]), text: plain(confirm[1]) } } : {}),
  };
}

interface Words {
  title(run: string): string;
  held(held: HeldInShort): string[];
  why(reasons: string): string;
  state(state: ApprovalState, time: (at: Instant) => string, until: string): string;
  confirm(held: HeldInShort): readonly [string, string];
  readonly approve: string;
  readonly hold: string;
  readonly open: string;
}

const total = ({ disabled, deleted, departmentsDeleted, other }: HeldInShort) =>
  disabled + deleted + departmentsDeleted + other;
const some = (parts: readonly (readonly [number, string])[]) =>
  parts.filter(([count]) => count > 0).map(([, text]) => text);
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: (run) => `Sync #${run} waits for your approval`,
    held(held) {
      const { disabled, deleted, departmentsDeleted, other, names } = held;
      if (total(held) === 0) return ["Nothing is removed before somebody has looked at it."];
      const parts = some([
        [disabled, `${count(disabled, "account", "accounts")} to disable`],
        [deleted, `${count(deleted, "account", "accounts")} to delete`],
        [departmentsDeleted, `${count(departmentsDeleted, "department", "departments")} to delete`],
        [other, `${count(other, "other change", "other changes")}`],
      ]);
      const more = total(held) - names.length;
      const named = names.length === 0 ? [] : [`${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`];
      return [`On hold: ${parts.join(", ")}.`, ...named];
    },
    why: (reasons) => `Why: ${reasons}.`,
    state(state, time, until) {
      switch (state.kind) {
        case "open":
          return `Everything else has been applied. This can be decided until ${until}.`;
        case "approved":
          return `Approved by ${state.by} at ${time(state.at)}.`;
        case "rejected":
          return `Rejected by ${state.by} at ${time(state.at)}.`;
        case "held":
          return `Kept waiting by ${state.by} at ${time(state.at)}. Decide in the console until ${until}.`;
        case "replaced":
          return "A newer sync with other changes has taken its place.";
        case "expired":
          return "Nobody decided in time. Nothing was removed; the next sync asks again.";
        case "over":
          return "There is nothing left to decide.";
      }
    },
    confirm: (held) => [
      "Apply what is on hold?",
      `${count(total(held), "change", "changes")} will be applied at once.`,
    ],
    approve: "Approve",
    hold: "Keep waiting",
    open: "Open in the console",
  },
  zh: {
    title: (run) => `同步 #${run} 等待您确认`,
    held(held) {
      const { disabled, deleted, departmentsDeleted, other, names } = held;
      if (total(held) === 0) return ["在有人核对之前，不会移除任何内容。"];
      const parts = some([
        [disabled, `停用 ${disabled} 个账号`],
        [deleted, `删除 ${deleted} 个账号`],
        [departmentsDeleted, `删除 ${departmentsDeleted} 个部门`],
        [other, `其他变更 ${other} 项`],
      ]);
      const more = total(held) - names.length;
      const named = names.length === 0 ? [] : [`${names.join("、")}${more > 0 ? ` 等，另有 ${more} 项` : ""}`];
      return [`已保留：${parts.join("，")}。`, ...named];
    },
    why: (reasons) => `原因：${reasons}。`,
    state(state, time, until) {
      switch (state.kind) {
        case "open":
          return `其余变更已执行。请在 ${until} 之前决定。`;
        case "approved":
          return `${state.by} 已于 ${time(state.at)} 确认执行。`;
        case "rejected":
          return `${state.by} 已于 ${time(state.at)} 拒绝。`;
        case "held":
          return `${state.by} 已于 ${time(state.at)} 选择继续保留。请在 ${until} 之前到控制台决定。`;
        case "replaced":
          return "新的同步产生了不同的变更，已取代本次同步。";
        case "expired":
          return "未在期限内决定，未移除任何内容；下次同步会再次询问。";
        case "over":
          return "已没有需要决定的内容。";
      }
    },
    confirm: (held) => ["确认执行保留的变更？", `将立即执行 ${total(held)} 项变更。`],
    approve: "确认执行",
    hold: "继续保留",
    open: "在控制台中查看",
  },
};
