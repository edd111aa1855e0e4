import type { App } from "../../apps/app.ts";
import { mayUse } from "../../apps/availability.ts";
import { userOfReference } from "../../apps/user-reference.ts";
import type { Platform } from "../../platform.ts";
import { primaryOf } from "../../tenant/memberships.ts";
import type { Person } from "../../tenant/person.ts";

/** Whom the authorize page offers. */
export interface Candidate {
  readonly openId: string;
  readonly name: string;
  /** The line under the name: address and department. */
  readonly details: readonly string[];
  readonly frozen: boolean;
  readonly available: boolean;
}

const MOST_SHOWN = 20;
/** Longer names are cut: the page is for choosing, not for reading. */
const LONGEST_NAME = 80;

/** The first listed people a search text fits; one id or address finds its person whoever comes before. */
export function findCandidates(platform: Platform, app: App, search: string): { shown: Candidate[]; more: boolean } {
  const { tenant } = platform;
  const wanted = search.trim().toLowerCase();
  const exact = wanted === "" ? undefined : userOfReference(platform, app, search.trim());
  const found: number[] = exact === undefined || tenant.isResigned(exact) ? [] : [exact];
  for (let user = 0; user < tenant.population && found.length <= MOST_SHOWN; user += 1) {
    if (user !== exact && !tenant.isResigned(user) && fits(tenant.person(user), wanted)) found.push(user);
  }
  const shown = found.slice(0, MOST_SHOWN).map((user) => candidateOf(platform, app, user));
  return { shown, more: found.length > MOST_SHOWN };
}

export function candidateOf(platform: Platform, app: App, user: number): Candidate {
  const { tenant } = platform;
  const person = tenant.person(user);
  const department = tenant.departments[primaryOf(tenant.memberships.of(user)) ?? 0]?.name ?? "";
  const letters = [...person.name];
  return {
    openId: app.ids.ofUser(user, "open_id"),
    name: letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME).join("")}…` : person.name,
    details: [person.email || person.enterpriseEmail || person.userId, department].filter((text) => text !== ""),
    frozen: person.status.is_frozen,
    available: mayUse(app.availability, user),
  };
}

function fits(person: Person, wanted: string): boolean {
  const { name, enName, email, enterpriseEmail, userId, employeeNo } = person;
  return [name, enName, email, enterpriseEmail, userId, employeeNo].some((text) =>
    text?.toLowerCase().includes(wanted),
  );
}
