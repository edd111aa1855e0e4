import type { Person } from "./person.ts";
import type { TenantChange } from "./tenant-change.ts";

/** What an address book must know of a tenant. */
export interface People {
  readonly population: number;
  person(user: number): Person;
  observe(observer: (change: TenantChange) => void): void;
}

/** Finds people by e-mail and mobile. Built when first asked (about 200 bytes a person), kept in step afterwards. */
export class AddressBook {
  readonly #people: People;
  #first: Map<string, number> | undefined;
  readonly #more = new Map<string, number[]>();

  constructor(people: People) {
    this.#people = people;
    people.observe((change) => {
      if (change.kind === "user" && this.#first !== undefined) this.#enter(this.#first, change.user);
    });
  }

  /** Everybody, people who left included, who has this very e-mail (case aside; never the enterprise one, trap 8). */
  findByEmail(email: string): number[] {
    const wanted = email.trim().toLowerCase();
    return this.#find(`e:${wanted}`).filter((user) => this.#people.person(user).email?.toLowerCase() === wanted);
  }

  /** Everybody with this mobile; mainland numbers may omit +86. */
  findByMobile(mobile: string): number[] {
    const wanted = plainNumber(mobile);
    return this.#find(`m:${wanted}`).filter((user) => plainNumber(this.#people.person(user).mobile ?? "") === wanted);
  }

  #find(key: string): number[] {
    this.#first ??= this.#build();
    const first = this.#first.get(key);
    return first === undefined ? [] : [...new Set([first, ...(this.#more.get(key) ?? [])])];
  }

  #build(): Map<string, number> {
    const first = new Map<string, number>();
    for (let user = 0; user < this.#people.population; user += 1) this.#enter(first, user);
    return first;
  }

  #enter(first: Map<string, number>, user: number): void {
    const { email, mobile } = this.#people.person(user);
    const keys = [...(email ? [`e:${email.toLowerCase()}`] : []), ...(mobile ? [`m:${plainNumber(mobile)}`] : [])];
    for (const key of keys) {
      const known = first.get(key);
      if (known === undefined) first.set(key, user);
      else if (known !== user) this.#more.set(key, [...(this.#more.get(key) ?? []), user]);
    }
  }
}

/** `(+86) 13800000001`, `+8613800000001` and `13800000001` are one number. */
function plainNumber(mobile: string): string {
  const digits = mobile.replace(/[^0-9+]/g, "");
  return digits.startsWith("+86") ? digits.slice(3) : digits;
}
