import type { Actor } from "../../core/kernel/actor.ts";
import type { Detail, Failure } from "../../core/kernel/failure.ts";
import type { Instant, OpenId, UserId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Attempt } from "../../core/notify/attempt.ts";
import type { Address, PersonState } from "../../core/notify/decide-recipient.ts";
import type { Language, MessageContent, MessageSender, MessageState } from "../../core/notify/message.ts";
import type { Payload } from "../../core/notify/payload.ts";
import type { Template, Values } from "../../core/notify/template.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";

/** A message on its way out. */
export interface OutgoingMessage {
  readonly to: Exclude<Address, { readonly kind: "none" }>;
  readonly payload: Payload;
  /** Delivered once within an hour under this. */
  readonly uuid: string;
}

/** The app's bot. Trouble is an outcome; only the signal's reason is thrown. */
export interface Bot {
  sendMessage(message: OutgoingMessage, signal: AbortSignal): Promise<Attempt>;
  updateCard(feishuMessageId: string, card: Json, signal: AbortSignal): Promise<Attempt>;
  /** Whoever the app may not see is `unknown`. Trouble on the way is thrown. */
  readPersonStates(people: readonly OpenId[], signal: AbortSignal): Promise<ReadonlyMap<OpenId, PersonState>>;
}

/** Whom the messages go out through at present. */
export interface MessageConnection {
  readonly id: string;
  readonly enabled: boolean;
  readonly method: "account_binding" | "email";
  readonly userSync: boolean;
  readonly singleSignOn: boolean;
}

/** The integration, as far as messages need it. */
export interface MessageChannel {
  /** Undefined where there is none, or it was removed (S16). */
  findConnection(): Promise<MessageConnection | undefined>;
  openBot(connectionId: string): Promise<Bot>;
  /** Trouble of Feishu's as the end of an attempt; undefined for bugs and the signal's reason. */
  troubleOf(error: unknown): Attempt | undefined;
}

/** A template as it is now. */
export interface StoredTemplate extends Template {
  readonly name: string;
  readonly builtIn: boolean;
  /** Written by an operator: a template of theirs, or a built-in one that was changed. */
  readonly changed: boolean;
  readonly updatedAt: Instant | null;
}

/** What sending needs. */
export interface DeliveryDeps {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly channel: MessageChannel;
  readonly onError: (message: string, error: unknown) => void;
}

/** Whether messages go out at present. */
export interface MessageStatus {
  readonly state: "sending" | "off" | "stopped";
  readonly reason: Reason | null;
  readonly since: Instant | null;
  readonly nextTryAt: Instant | null;
  readonly waiting: number;
}

/** A code with the values of its sentence. */
export interface Reason {
  readonly code: string;
  readonly detail: Detail;
}

/** A message in the log. */
export interface MessageRecord {
  readonly id: string;
  readonly notificationId: string | null;
  readonly sender: MessageSender;
  readonly user: { readonly id: UserId; readonly name: string; readonly username: string };
  readonly template: string | null;
  readonly state: MessageState;
  readonly attempts: number;
  /** Why it did not arrive, or waits. */
  readonly reason: Reason | null;
  readonly feishuCode: number | null;
  readonly feishuLogId: string | null;
  readonly dueAt: Instant | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
  readonly finishedAt: Instant | null;
}

export interface MessageFilter {
  readonly state?: MessageState | undefined;
  readonly user?: string | undefined;
  readonly template?: string | undefined;
  readonly notification?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Whom a notification names, in the words of the caller. */
export interface Audience {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly departments: readonly { readonly id: string; readonly subtree: boolean }[];
}

/** What a caller asks for. */
export interface NotificationRequest {
  readonly audience: Audience;
  readonly content: MessageContent;
  readonly idempotencyKey: string | null;
  readonly expiresAt: Instant | null;
}

/** What was asked for, and how far it came. */
export interface NotificationRecord {
  readonly id: string;
  readonly sender: Actor;
  readonly idempotencyKey: string | null;
  readonly template: string | null;
  readonly recipients: {
    readonly users: number;
    readonly groups: readonly string[];
    readonly departments: readonly { readonly name: string; readonly subtree: boolean }[];
  };
  readonly messages: number;
  readonly counts: { readonly [state in MessageState]: number };
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
}

export type AskFailure =
  | Failure<"idempotency_key_reused">
  | Failure<"recipients_unknown">
  | Failure<"recipients_none">
  | Failure<"recipients_too_many">
  | Failure<"notification_limit">
  | TemplateFailure;

export type TemplateFailure =
  | Failure<"message_template_not_found">
  | Failure<"message_value_missing">
  | Failure<"message_link_invalid">;

type AgainFailure = Failure<"message_not_found"> | Failure<"message_not_ended">;
type GateFailure = Failure<"message_notifications_off"> | Failure<"message_integration_missing">;

/** The use cases of messages and notifications. */
export interface Messages {
  ask(request: NotificationRequest, sender: Actor): Promise<Result<NotificationRecord, AskFailure>>;
  listNotifications(
    filter: { readonly state?: "sending" | "finished" | undefined },
    page: PageQuery,
  ): Promise<Result<Page<NotificationRecord>, Failure<"cursor_invalid">>>;
  findNotification(id: string): Promise<NotificationRecord | undefined>;
  listMessages(filter: MessageFilter, page: PageQuery): Promise<Result<Page<MessageRecord>, Failure<"cursor_invalid">>>;
  exportMessages(filter: MessageFilter): AsyncIterable<MessageRecord>;
  /** @param notification which it has to belong to; null: any, or none */
  sendAgain(messageId: string, notification: string | null, actor: Actor): Promise<Result<MessageRecord, AgainFailure>>;
  status(): Promise<MessageStatus>;
  /** Sends a test message now, and tells what became of it. */
  sendTest(user: string, actor: Actor): Promise<Result<MessageRecord, Failure<"recipients_unknown"> | GateFailure>>;
  listTemplates(): Promise<readonly StoredTemplate[]>;
  findTemplate(name: string): Promise<StoredTemplate | undefined>;
  putTemplate(
    name: string,
    template: Template,
    actor: Actor,
  ): Promise<Result<StoredTemplate, Failure<"message_template_invalid">>>;
  /** Deletes a template of an operator's; a built-in one is as it was. */
  removeTemplate(name: string, actor: Actor): Promise<Result<StoredTemplate, Failure<"message_template_not_found">>>;
  preview(
    name: string,
    how: { readonly language: Language; readonly values: Values; readonly template: Template | null },
  ): Promise<Result<Payload, TemplateFailure | Failure<"message_template_invalid">>>;
}
