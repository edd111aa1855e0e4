import type { Detail } from "../../core/kernel/failure.ts";
import type { OpenId, UserId } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { ExternalIdentity } from "../../core/signin/external-identity.ts";
import type { Client, UserPrincipal } from "../../platform/http/index.ts";
import type { OpenedSession } from "../access/index.ts";

/** What the routes of signing in with Feishu need, and what it needs of others. */

/** Why somebody signs in to Feishu: to come in, to link their own account, or to see whether it would work. */
export type Purpose = "sign_in" | "link" | "test";
/** Whose app: the integration's, or the one that is being set up. */
export type AppChoice = "integration" | "draft";

/** A code of the closed list in `contract`, and what its sentence is about. */
export interface Refusal {
  readonly code: string;
  readonly detail?: Detail | undefined;
}

/** How a sign-in ended, for the page that tells it. */
export interface Outcome {
  readonly purpose: Purpose;
  readonly ended: "signed_in" | "linked" | "tested" | "refused";
  readonly code: string | null;
  readonly values: Detail;
  readonly person: { readonly name: string | null; readonly email: string | null } | null;
  readonly account: { readonly name: string; readonly username: string } | null;
  readonly returnTo: string;
}

/** A Feishu app people sign in to. */
export interface SignInApp {
  readonly appId: string;
  readonly openUrl: string;
  readonly accountsUrl: string;
  /** Of the integration; null for a draft. */
  readonly connection: {
    readonly id: string;
    readonly tenantKey: string | null;
    readonly singleSignOn: boolean;
    readonly clientAccess: boolean;
    readonly syncEnabled: boolean;
  } | null;
}

/** Feishu and its settings, as signing in sees them; the composition root puts them together. */
export interface FeishuEntry {
  /** Undefined when nothing is set up, or the draft has no App ID and secret yet. */
  findApp(choice: AppChoice): Promise<SignInApp | undefined>;
  /** Spends a code. Trouble with Feishu is a refusal with its code, too. */
  exchange(
    choice: AppChoice,
    returned: { readonly code: string; readonly redirectUri: string | null; readonly codeVerifier: string | null },
    signal: AbortSignal,
  ): Promise<Result<ExternalIdentity, Refusal>>;
  /** The address of a person of the integration as their contact record has it. Trouble with Feishu is a refusal. */
  readEmail(openId: OpenId, signal: AbortSignal): Promise<Result<string | null, Refusal>>;
  rememberTenant(connectionId: string, tenantKey: string): Promise<void>;
}

/** Plans and applies for one person and waits for it, within reason. */
export type Provision = (openId: OpenId, signal: AbortSignal) => Promise<"done" | "waiting">;

/** Where a browser is to go, and the secret that binds the flow to it. */
export interface Begun {
  readonly location: string;
  readonly browserSecret: string;
}

export interface Ended {
  readonly location: string;
  /** A session just opened. */
  readonly session: OpenedSession | null;
  readonly browserSecret: string;
}

/** Entry from the workbench: on, with what its page needs, or off. */
export type Workbench =
  | { readonly kind: "off" }
  | { readonly kind: "redirect"; readonly location: string }
  | {
      readonly kind: "client";
      readonly appId: string;
      readonly scriptUrl: string;
      readonly state: string;
      readonly fallback: string;
      readonly browserSecret: string;
    };

/** Signing in with Feishu. */
export interface FeishuSignIn {
  readMethods(): Promise<{ readonly feishu: boolean; readonly feishuClient: boolean }>;
  /** Sends a browser to Feishu's page. */
  begin(
    asked: {
      readonly purpose: Purpose;
      readonly app: AppChoice;
      readonly returnTo: string | undefined;
      readonly fromClient: boolean;
    },
    browserSecret: string | null,
    principal: UserPrincipal | undefined,
  ): Promise<Begun>;
  /** Takes a browser back that comes from Feishu's page. */
  complete(
    returned: { readonly state: string; readonly code: string | undefined; readonly denied: boolean },
    browserSecret: string | null,
    principal: UserPrincipal | undefined,
    client: Client,
    signal: AbortSignal,
  ): Promise<Ended>;
  /** Opens the workbench entry. */
  enterWorkbench(
    returnTo: string | undefined,
    inClient: boolean,
    browserSecret: string | null,
    principal: UserPrincipal | undefined,
  ): Promise<Workbench>;
  /** How this browser's last sign-in ended. */
  findOutcome(browserSecret: string | null): Promise<Outcome | undefined>;
}

/** A flow that was spent. */
export interface Flow {
  readonly stateHash: Buffer;
  readonly purpose: Purpose;
  readonly app: AppChoice;
  readonly codeVerifier: string | null;
  /** Who links or tests. */
  readonly sessionId: string | null;
  readonly returnTo: string;
}

export interface AccountName {
  readonly id: UserId;
  readonly name: string;
  readonly username: string;
}

/** How long a flow lives. */
export const FLOW_MS = 10 * 60_000;
