import { RecordTexts } from "./api/contact-v3/record-texts.ts";
import { App } from "./apps/app.ts";
import type { RangeChoice } from "./apps/contact-range.ts";
import { scopesOfSet } from "./apps/scopes.ts";
import { Clock } from "./clock.ts";
import { FaultBoard } from "./faults/fault-board.ts";
import { LogIds } from "./gateway/log-id.ts";
import { PageTokens } from "./gateway/page-token.ts";
import { RateLimits } from "./gateway/rate-limit.ts";
import { Statistics } from "./gateway/statistics.ts";
import { Tokens } from "./gateway/tokens.ts";
import type { StartOptions } from "./options.ts";
import { SignIn } from "./sign-in/sign-in.ts";
import { type BlueprintInput, completeBlueprint } from "./tenant/blueprint.ts";
import { ROOT } from "./tenant/department.ts";
import { Lookup } from "./tenant/lookup.ts";
import { Tenant } from "./tenant/tenant.ts";

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
  readonly faults = new FaultBoard();
  readonly statistics = new Statistics();
  readonly logIds = new LogIds();
  readonly #options: StartOptions;
  #state: State;

  constructor(options: StartOptions) {
    this.#options = options;
    this.clock = new Clock(options.now);
    this.#state = makeState(options, options);
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
    this.#state = makeState(this.#options, Object.keys(sizes).length === 0 ? this.#options : sizes);
    this.faults.clear();
    this.statistics.forget();
    this.clock.follow();
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
}

function makeState(options: StartOptions, sizes: BlueprintInput): State {
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
  };
}

function firstRange(tenant: Tenant, range: StartOptions["range"]): RangeChoice {
  if (range === "all") return { type: "all" };
  const departments = range === "none" ? [] : tenant.tree.childrenOf(ROOT).filter((_, place) => place % 2 === 0);
  return { type: "some", departments, users: [], groups: [] };
}
