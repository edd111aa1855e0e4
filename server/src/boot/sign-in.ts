import { isFailure } from "../connectors/feishu/failure.ts";
import { connectFeishu } from "../connectors/feishu/index.ts";
import type { Result } from "../core/kernel/result.ts";
import { makeDraftStore } from "../features/integration/draft-store.ts";
import type { ConnectionStore } from "../features/integration/index.ts";
import {
  type FeishuEntry,
  type FeishuSignIn,
  makeFeishuSignIn,
  type Refusal,
  type SignInApp,
} from "../features/signin/index.ts";
import type { Provision } from "../features/signin/ports.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Secrets } from "../platform/log/secrets.ts";
import type { FeishuConnections } from "./feishu-connections.ts";

export interface SignInBoot {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly connections: ConnectionStore;
  readonly feishu: FeishuConnections;
  readonly secrets: Secrets;
  readonly provision: Provision;
  readonly publicUrl: () => Promise<string>;
}

/** Somebody waits in front of a browser. */
const CANDIDATE = { rateLimit: { perSecond: 50, perMinute: 1000 }, timeoutMs: 5_000, retryMs: 200 } as const;

/** Puts signing in with Feishu together. */
export function makeSignInWithFeishu(boot: SignInBoot): FeishuSignIn {
  const { database, clock, box, provision, publicUrl } = boot;
  return makeFeishuSignIn({ db: database.kysely, clock, box, provision, publicUrl, entry: makeEntry(boot) });
}

function makeEntry({ database, box, connections, feishu, clock, secrets }: SignInBoot): FeishuEntry {
  const drafts = makeDraftStore(database.kysely, box);

  async function findIntegration(): Promise<SignInApp | undefined> {
    const connection = await connections.findMain();
    if (!connection) return undefined;
    const { id, tenantKey, settings, appId, openUrl, accountsUrl } = connection;
    return {
      appId,
      openUrl,
      accountsUrl,
      connection: {
        id,
        tenantKey,
        singleSignOn: settings.singleSignOn.enabled,
        clientAccess: settings.feishuClientAccess.enabled,
        syncEnabled: settings.userSync.enabled,
      },
    };
  }

  async function findDraft(): Promise<SignInApp | undefined> {
    const draft = await drafts.find();
    if (!draft || draft.appId === null || !draft.hasSecret) return undefined;
    return { appId: draft.appId, openUrl: draft.openUrl, accountsUrl: draft.accountsUrl, connection: null };
  }

  /** A connected app is asked over its own connection, whose limits all share; a draft's over one of its own. */
  async function openDraft() {
    const draft = await drafts.find();
    const appSecret = await drafts.readSecret();
    if (!draft?.appId || appSecret === null) throw new Error("the draft is gone");
    secrets.add(appSecret);
    return connectFeishu({ ...CANDIDATE, appId: draft.appId, appSecret, openUrl: draft.openUrl, clock });
  }

  return {
    findApp: (choice) => (choice === "integration" ? findIntegration() : findDraft()),
    rememberTenant: (id, tenantKey) => connections.rememberTenant(id, tenantKey),
    async readEmail(openId, signal): ReturnType<FeishuEntry["readEmail"]> {
      const main = await connections.findMain();
      if (!main) return { ok: false, error: { code: "feishu_sign_in_off" } };
      return asResult(async () => ({ ok: true, value: await (await feishu.open(main)).readEmail(openId, signal) }));
    },
    async exchange(choice, returned, signal): ReturnType<FeishuEntry["exchange"]> {
      const main = choice === "integration" ? await connections.findMain() : undefined;
      if (choice === "integration" && !main) return { ok: false, error: { code: "feishu_sign_in_off" } };
      const connector = main ? await feishu.open(main) : await openDraft();
      try {
        return await asResult(() => connector.signIn(returned, signal));
      } finally {
        if (!main) connector.close();
      }
    },
  };
}

/** Trouble with Feishu as a refusal; anything else is a bug and goes on. */
async function asResult<Value>(ask: () => Promise<Result<Value, Refusal>>): Promise<Result<Value, Refusal>> {
  try {
    return await ask();
  } catch (error) {
    if (isFailure(error)) return { ok: false, error: { code: error.code, detail: { ...error.detail } } };
    throw error;
  }
}
