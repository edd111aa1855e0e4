import type { Lookup } from "../tenant/lookup.ts";
import { drawFromText } from "../tenant/random.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { AppIds } from "./app-ids.ts";
import type { Availability } from "./availability.ts";
import { ContactRange, type RangeChoice } from "./contact-range.ts";
import { defaultPushSettings } from "./push-settings.ts";
import { RedirectList } from "./redirect-list.ts";
import { readVisibility, type Visibility } from "./visibility.ts";

/** One custom app of the tenant: what the developer console and the administrator decide about it. */
export class App {
  readonly appId: string;
  readonly ids: AppIds;
  readonly range: ContactRange;
  readonly redirects = new RedirectList();
  /** Which events and callbacks it hears of, and how. */
  readonly push = defaultPushSettings();
  availability: Availability = { type: "all" };
  secret: string;
  name = "Larkbridge demo";
  enabled = true;
  botEnabled = true;
  /** The developer console's switch for refresh tokens. */
  refreshEnabled = true;
  ipAllowed = true;
  /** Calls left this month; null = no quota. */
  quotaLeft: number | null = null;
  /** How the developer console names the range; null = after the range in force. */
  rangeMode: "equal_to_availability" | null = null;
  #granted = new Set<string>();
  #visibility = readVisibility(this.#granted);

  constructor(tenant: Tenant, lookup: Lookup, appId: string, secret: string, range: RangeChoice) {
    this.appId = appId;
    this.secret = secret;
    this.ids = new AppIds(tenant, lookup, drawFromText(tenant.blueprint.seed, appId));
    this.range = new ContactRange(tenant, range);
  }

  get granted(): ReadonlySet<string> {
    return this.#granted;
  }

  get visibility(): Visibility {
    return this.#visibility;
  }

  grantExactly(scopes: Iterable<string>): void {
    this.#granted = new Set(scopes);
    this.#visibility = readVisibility(this.#granted);
  }
}
