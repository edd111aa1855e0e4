import { ApiFailure } from "../gateway/failure.ts";
import { userIdType } from "../gateway/params.ts";
import { TIER_3 } from "../gateway/rate-limit.ts";
import { type Reply, success } from "../gateway/reply.ts";
import type { AppCall, Route } from "../gateway/route.ts";
import { primaryOf } from "../tenant/memberships.ts";

/** The HR roster (feishu-contract 4.1): people employed and people who left; page tokens are plain numbers. */

export const ehrRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/open-apis/ehr/v1/employees",
    auth: "tenant",
    tier: TIER_3,
    anyScope: ["ehr:employee:readonly"],
    guardsUserIds: true,
    handle: listEmployees,
  },
];

const ACTIVE = 2;
const RESIGNED = 5;
const MOST_IDS = 100;
/** Contact type → roster type: the last three are permuted (trap 16). */
const ROSTER_TYPE: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 4, 4: 5, 5: 3 };

function listEmployees(call: AppCall): Reply {
  if (!call.platform.settings.ehr) throw new ApiFailure(400, 1241004, "product is not enabled for the tenant");
  userIdType(call);
  const size = integer(call, "page_size", 10, 1, 100);
  const start = integer(call, "page_token", 0, 0, Number.MAX_SAFE_INTEGER);
  const statuses = numbers(call, "status");
  const types = numbers(call, "type");
  const wanted = (user: number) => {
    const { status, employeeType } = call.platform.tenant.person(user);
    if (statuses.length > 0 && !statuses.includes(status.is_resigned ? RESIGNED : ACTIVE)) return false;
    return types.length === 0 || types.includes(ROSTER_TYPE[employeeType] ?? 1);
  };
  const found: number[] = [];
  let next = start;
  const candidates = chosenPeople(call);
  // The token is the place of the first person not yet looked at, so nothing is counted twice.
  for (; next < candidates.length && found.length < size; next += 1) {
    const user = candidates.at(next);
    if (user !== undefined && call.app.range.coversUser(user) && wanted(user)) found.push(user);
  }
  const hasMore = next < candidates.length;
  const page = { items: found.map((user) => employee(call, user)), has_more: hasMore };
  return { ...success(hasMore ? { ...page, page_token: String(next) } : page), isPage: true };
}

interface People {
  readonly length: number;
  at(place: number): number | undefined;
}

function chosenPeople(call: AppCall): People {
  const ids = call.query.getAll("user_ids").filter((id) => id !== "");
  if (ids.length > MOST_IDS) throw paramInvalid();
  if (ids.length > 0)
    return ids.map((id) => call.app.ids.findUser(id, userIdType(call)) ?? -1).filter((user) => user >= 0);
  return { length: call.platform.tenant.population, at: (place) => place };
}

function employee(call: AppCall, user: number) {
  const { tenant } = call.platform;
  const person = tenant.person(user);
  const primary = primaryOf(tenant.memberships.of(user)) ?? 0;
  const resigned = person.status.is_resigned;
  const digits = person.mobile?.replace(/^\(?\+86\)?\s*/, "");
  const system_fields = {
    name: person.name,
    en_name: person.enName,
    ...(person.email === null ? {} : { email: person.email }),
    ...(digits === undefined ? {} : { mobile: digits.startsWith("+") ? digits : `(+86) ${digits}` }),
    department_id: call.app.ids.ofDepartment(primary, "open_department_id"),
    ...(person.jobTitle === null ? {} : { job: { id: 1, name: person.jobTitle } }),
    ...(person.employeeNo === null ? {} : { employee_no: person.employeeNo }),
    employee_type: ROSTER_TYPE[person.employeeType] ?? 1,
    status: resigned ? RESIGNED : ACTIVE,
    hire_date: new Date(person.joinTime * 1000).toISOString().slice(0, 10),
    ...(resigned ? { last_day: "2025-12-31", departure_type: 1 } : {}),
  };
  return { user_id: call.app.ids.ofUser(user, userIdType(call)), system_fields, custom_fields: [] };
}

function integer(call: AppCall, name: string, otherwise: number, least: number, most: number): number {
  const text = call.query.get(name);
  if (text === null || text === "") return otherwise;
  const number = /^\d+$/.test(text) ? Number(text) : -1;
  if (number < least || number > most) throw paramInvalid();
  return number;
}

function numbers(call: AppCall, name: string): number[] {
  const texts = call.query.getAll(name).filter((text) => text !== "");
  if (texts.some((text) => !/^[1-9]$/.test(text))) throw paramInvalid();
  return texts.map(Number);
}

function paramInvalid(): ApiFailure {
  return new ApiFailure(400, 1241002, "param is invalid");
}
