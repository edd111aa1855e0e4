import type { Blueprint } from "./blueprint.ts";
import { AWKWARD_NAMES, CITIES, COMMON_NAMES, FAMILY_NAMES, GIVEN_NAMES, JOB_TITLES } from "./name-stock.ts";
import { draw, makeRanking, pick } from "./random.ts";

/** Flags of an account (feishu-contract 3.5); independent booleans. */
export interface AccountStatus {
  is_frozen: boolean;
  is_resigned: boolean;
  is_activated: boolean;
  is_exited: boolean;
  is_unjoin: boolean;
}

/** What the tenant knows of a person beside departments and leader. `null`: the platform leaves the key out. */
export interface Person {
  name: string;
  enName: string;
  nickname: string;
  email: string | null;
  enterpriseEmail: string | null;
  mobile: string | null;
  mobileVisible: boolean;
  gender: 0 | 1 | 2 | 3;
  userId: string;
  employeeNo: string | null;
  employeeType: number;
  jobTitle: string | null;
  city: string;
  country: string;
  workStation: string;
  /** Seconds since 1970. */
  joinTime: number;
  isTenantManager: boolean;
  customAttrs: readonly object[];
  status: AccountStatus;
}

const LONG_NAME_LENGTH = 10_000;

/** Makes the function that tells what person number `index` was like when the tenant began. */
export function makePersonSource(blueprint: Blueprint): (index: number) => Person {
  const { seed } = blueprint;
  const combinations = FAMILY_NAMES.length * GIVEN_NAMES.length;
  const nameOrder = makeRanking(seed, combinations, 20);
  const statusOf = makeStatusSource(blueprint);
  return (index) => {
    const chance = (salt: number) => draw(seed, index, salt);
    const combination = nameOrder(index % combinations);
    const round = Math.floor(index / combinations);
    const [family, familyLatin] = pick(FAMILY_NAMES, combination);
    const [given, givenLatin] = pick(GIVEN_NAMES, Math.floor(combination / FAMILY_NAMES.length));
    const namesake = index >= AWKWARD_NAMES.length && chance(1) % 50 === 0;
    // A namesake's address has a number of its own; everybody else's names are unique by reading.
    const local = namesake ? `zhangwei.${index}` : `${givenLatin}.${familyLatin}${round === 0 ? "" : round + 1}`;
    const enName = `${capital(givenLatin)} ${capital(familyLatin)}`;
    const name = nameOf(blueprint, index, namesake ? pick(COMMON_NAMES, chance(2)) : family + given);
    return {
      name,
      enName: chance(3) % 10 < 7 ? enName : "",
      nickname: chance(4) % 5 === 0 ? `小${given.slice(0, 1)}` : "",
      ...addressesOf(index, local, chance(5) % 200),
      mobile: mobileOf(index, chance(6) % 100),
      mobileVisible: chance(7) % 10 !== 0,
      gender: pick([1, 2, 1, 2, 1, 2, 0, 3] as const, chance(8)),
      userId: `u${String(index + 1).padStart(6, "0")}`,
      employeeNo: chance(9) % 40 === 0 ? null : `E${String(index + 1).padStart(6, "0")}`,
      employeeType: pick([1, 1, 1, 1, 1, 1, 2, 3, 4, 5], chance(10)),
      jobTitle: chance(11) % 20 === 0 ? null : pick(JOB_TITLES, chance(12)),
      city: pick(CITIES, chance(13)),
      country: "CN",
      workStation: `${(chance(14) % 30) + 1}F-${(chance(15) % 90) + 1}`,
      joinTime: 1_300_000_000 + (chance(16) % 400_000_000),
      isTenantManager: index === 0,
      customAttrs: customAttrsOf(chance(17)),
      status: statusOf(index),
    };
  };
}

function nameOf(blueprint: Blueprint, index: number, ordinary: string): string {
  const beforeLong = index - AWKWARD_NAMES.length;
  if (index < AWKWARD_NAMES.length && blueprint.users >= AWKWARD_NAMES.length) return AWKWARD_NAMES[index] ?? ordinary;
  const firstLong = blueprint.users >= AWKWARD_NAMES.length + blueprint.longNames ? beforeLong : index;
  if (firstLong >= 0 && firstLong < blueprint.longNames)
    return ordinary.repeat(LONG_NAME_LENGTH).slice(0, LONG_NAME_LENGTH);
  return ordinary;
}

/** `part` is a draw from 0..199: 1.5 % have no address, 2 % only the Feishu-Mail one (absent or empty `email`, trap 8). */
function addressesOf(index: number, local: string, part: number): Pick<Person, "email" | "enterpriseEmail"> {
  const enterpriseEmail = `${local}@mail.example.com`;
  if (part < 3) return { email: null, enterpriseEmail: null };
  if (part < 5) return { email: null, enterpriseEmail };
  if (part < 7) return { email: "", enterpriseEmail };
  if (part === 7) return { email: `${local}+feishu@example.com`, enterpriseEmail: null };
  const email = part < 10 ? `${capital(local)}@Example.COM` : `${local}@example.com`;
  return { email, enterpriseEmail: index % 3 === 0 ? enterpriseEmail : null };
}

/** The three spellings of trap 17, foreign numbers and none at all; unique per person. */
function mobileOf(index: number, part: number): string | null {
  if (part < 3) return null;
  const line = String((index * 73_939_133 + 4_057) % 100_000_000).padStart(8, "0");
  const number = `${pick(["138", "139", "150", "159", "186", "187"], index)}${line}`;
  if (part < 5) return `+658${String((index * 7_393_913 + 1_000_000) % 10_000_000).padStart(7, "0")}`;
  if (part < 30) return number;
  if (part < 36) return `(+86) ${number}`;
  return `+86${number}`;
}

function customAttrsOf(chance: number): object[] {
  if (chance % 10 >= 3) return [];
  const attrs: object[] = [{ type: "TEXT", id: "C-1", value: { text: pick(["blue", "red", "青色"], chance >>> 4) } }];
  if (chance % 10 === 0) {
    attrs.push({ type: "ENUMERATION", id: "C-2", value: { option_id: "opt-1", option_value: "S" } });
    attrs.push({ type: "HREF", id: "C-3", value: { text: "主页", url: "https://example.com/a?b=c&d=e", pc_url: "" } });
  }
  return attrs;
}

/** Exact numbers of each state, spread over the listed people in an unrelated order. */
function makeStatusSource(blueprint: Blueprint): (index: number) => AccountStatus {
  const rank = makeRanking(blueprint.seed, blueprint.users, 30);
  const { frozen, exited, unjoined, unactivated } = blueprint;
  return (index) => {
    const status = { is_frozen: false, is_resigned: false, is_activated: true, is_exited: false, is_unjoin: false };
    if (index >= blueprint.users) return { ...status, is_resigned: true };
    let place = rank(index);
    if (place < frozen) return { ...status, is_frozen: true };
    place -= frozen;
    if (place < exited) return { ...status, is_exited: true };
    place -= exited;
    if (place < unjoined) return { ...status, is_activated: false, is_unjoin: true };
    place -= unjoined;
    return place < unactivated ? { ...status, is_activated: false } : status;
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
