import { RecordTexts } from "./api/contact-v3/record-texts.ts";
import { App } from "./apps/app.ts";
import type { RangeChoice } from "./apps/contact-range.ts";
import { scopesOfSet } from "./apps/scopes.ts";
import { CallbackCounts } from "./cards/callback-counts.ts";
import { CardTokens } from "./cards/card-tokens.ts";
import { Clock } from "./clock.ts";
import { ContactEvents } from "./events/contact-events.ts";
import { makeEnvelope } from "./events/envelope.ts";
import type { EventPush } from "./events/event-push.ts";
import { EventQueue } from "./events/event-queue.ts";
import type { Forgery } from "./events/forgery.ts";
import { Sender } from "./events/sender.ts";
import { FaultBoard } from "./faults/fault-board.ts";
import { LogIds } from "./gateway/log-id.ts";
import { PageTokens } from "./gateway/page-token.ts";
import { RateLimits } from "./gateway/rate-limit.ts";
import { Statistics } from "./gateway/statistics.ts";
import { Tokens } from "./gateway/tokens.ts";
import { Hub } from "./long-connection/hub.ts";
import { BatchLog } from "./messages/batch-log.ts";
import { MessageLog } from "./messages/message-log.ts";
import type { StartOptions } from "./options.ts";
import { SignIn } from "./sign-in/sign-in.ts";
import { type BlueprintInput, completeBlueprint } from "./tenant/blueprint.ts";
import { ROOT } from "./tenant/department.ts";
import { Lookup } from "./tenant/lookup.ts";
import { Tenant } from "./tenant/tenant.ts";
import { Timeline } from "./timeline.ts";

/** Behaviour that can be switched while the emulator runs. */
export interface Settings {
  shuffle: boolean;
  /** `fetch_child=true` over more descendants than this answers 43010; 0 = never. */
  bigDepartment: number;
  /** Whether the HR roster product is enabled. */
  ehr: boolean;
  /** What an unknown department is answered with. */
  unknownDepartmentCode: number;
  /** Whether the client knows `requestAccess`; an older one answers errno 103. */
  requestAccess: boolean;
  /** The company people who sign in come from; null = the tenant. */
  signInTenantKey: string | null;
}

/** Everything there is between two resets: the tenant, its apps, and the state of the gateway in front of them. */
export class Platform {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly hub: Hub;
  readonly sender: Sender;
  readonly faults = new FaultBoard();
  readonly statistics = new Statistics();
  readonly logIds = new LogIds();
  readonly #options: StartOptions;
  #state: State;

  constructor(options: StartOptions) {
    this.#options = options;
    this.clock = new Clock(options.now);
    this.timeline = new Timeline(this.clock);
    this.hub = new Hub(this.clock);
    this.sender = new Sender(this.clock, this.timeline, this.hub);
    this.#state = this.#makeState(options);
  }

  get tenant(): Tenant {
    return this.#state.tenant;
  }
  get lookup(): Lookup {
    return this.#state.lookup;
  }
  get apps(): Map<string, App> {
    return this.#state.apps;
  }
  get settings(): Settings {
    return this.#state.settings;
  }
  get tokens(): Tokens {
    return this.#state.tokens;
  }
  get pageTokens(): PageTokens {
    return this.#state.pageTokens;
  }
  get signIn(): SignIn {
    return this.#state.signIn;
  }
  get limits(): RateLimits {
    return this.#state.limits;
  }
  get texts(): RecordTexts {
    return this.#state.texts;
  }

  get events(): EventQueue {
    return this.#state.events;
  }
  get messages(): MessageLog {
    return this.#state.messages;
  }
  get batches(): BatchLog {
    return this.#state.batches;
  }
  get cardTokens(): CardTokens {
    return this.#state.cardTokens;
  }
  get callbacks(): CallbackCounts {
    return this.#state.callbacks;
  }

  /**
   * Sets an event of an app on its way.
   *
   * @returns undefined where the app is not subscribed to it
   */
  emit(app: App, type: string, event: unknown, forgery?: Forgery): EventPush | undefined {
    const { events, eventTypes } = app.push;
    if (events.mode === "off" || eventTypes?.has(type) === false) return undefined;
    const facts = { type, tenantKey: this.tenant.key, createTime: String(this.clock.now()), forgery };
    return this.events.emit(app, type, makeEnvelope(app, facts, event), forgery);
  }

  /** The app that was there from the start. */
  get firstApp(): App {
    return this.#state.apps.get(this.#options.appId) as App;
  }

  addApp(appId: string, secret: string, scopes: Iterable<string>, range: RangeChoice): App {
    const app = new App(this.tenant, this.lookup, appId, secret, range);
    app.grantExactly(scopes);
    this.apps.set(appId, app);
    return app;
  }

  /**
   * Begins anew with the tenant it was started with, or with other sizes.
   *
   * @throws BlueprintMistake when the sizes contradict each other; nothing has changed then
   */
  reset(sizes: BlueprintInput): void {
    const fresh = this.#makeState(Object.keys(sizes).length === 0 ? this.#options : sizes);
    this.events.stop();
    this.#state = fresh;
    this.timeline.clear();
    this.hub.reset(new Set(this.apps.keys()));
    this.faults.clear();
    this.statistics.forget();
    this.clock.follow();
  }

  /** Cuts the long connections and forgets what was to happen. */
  close(): void {
    this.events.stop();
    this.timeline.clear();
    this.hub.close();
  }

  #makeState(sizes: BlueprintInput): State {
    const state = makeState(this.#options, sizes);
    new ContactEvents(state.tenant, state.apps, (app, type, event) => this.emit(app, type, event));
    return { ...state, events: new EventQueue(this.clock, this.timeline, this.sender) };
  }
}

interface State {
  readonly tenant: Tenant;
  readonly lookup: Lookup;
  readonly apps: Map<string, App>;
  readonly settings: Settings;
  readonly tokens: Tokens;
  readonly pageTokens: PageTokens;
  readonly signIn: SignIn;
  readonly limits: RateLimits;
  readonly texts: RecordTexts;
  readonly events: EventQueue;
  readonly messages: MessageLog;
  readonly batches: BatchLog;
  readonly cardTokens: CardTokens;
  readonly callbacks: CallbackCounts;
}

function makeState(options: StartOptions, sizes: BlueprintInput): Omit<State, "events"> {
  const tenant = new Tenant(completeBlueprint(sizes));
  const lookup = new Lookup(tenant);
  const app = new App(tenant, lookup, options.appId, options.appSecret, firstRange(tenant, options.range));
  app.grantExactly(typeof options.scopes === "string" ? scopesOfSet(options.scopes) : options.scopes);
  return {
    tenant,
    lookup,
    apps: new Map([[app.appId, app]]),
    settings: {
      shuffle: options.shuffle,
      bigDepartment: options.bigDepartment,
      ehr: options.ehr,
      unknownDepartmentCode: 40015,
      requestAccess: true,
      signInTenantKey: null,
    },
    tokens: new Tokens(),
    pageTokens: new PageTokens(),
    signIn: new SignIn(),
    limits: new RateLimits(options.rateLimit),
    texts: new RecordTexts(tenant),
    messages: new MessageLog(),
    batches: new BatchLog(),
    cardTokens: new CardTokens(),
    callbacks: new CallbackCounts(),
  };
}

function firstRange(tenant: Tenant, range: StartOptions["range"]): RangeChoice {
  if (range === "all") return { type: "all" };
  const departments = range === "none" ? [] : tenant.tree.childrenOf(ROOT).filter((_, place) => place % 2 === 0);
  return { type: "some", departments, users: [], groups: [] };
}
