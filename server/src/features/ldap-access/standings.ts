import type { UserId } from "../../core/kernel/ids.ts";
import { ANONYMOUS, type Principal, type ServiceAccount, type Standing } from "../../core/ldap/viewer.ts";
import { keepDoing } from "../../platform/clock/keep-doing.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { type PersonState, readAccessMark, readPeople, readServices, type ServiceState } from "./access-reader.ts";

/** What a person was let in by. */
export type Credential =
  | { readonly kind: "own"; readonly passwordHash: string }
  | { readonly kind: "app"; readonly id: string; readonly name: string };

/** How a person stands by one credential. Once it no longer counts it never does again. */
export interface PersonStanding extends Standing {
  readonly userId: UserId;
  readonly credential: Credential;
  readonly counts: () => boolean;
}

/** Who is let in on this process, and by what. Follows the database, so that every process refuses within a second. */
export interface Standings {
  /** Undefined, or resolves, when all that was changed longer than a moment ago is known. */
  settle(): Promise<void> | undefined;
  /** Looks for changes now. */
  check(): Promise<void>;
  /** LDAP accepts app passwords only. */
  readonly appPasswordsOnly: () => boolean;
  /** How many changes were noticed; hand it to `admit` from before the account was read. */
  readonly moves: () => number;
  /** Follows a person who was found after `moves`. What was noticed meanwhile has been looked at when this returns. */
  admit(
    person: { readonly id: UserId; readonly username: string },
    by: Credential,
    moves: number,
  ): Promise<PersonStanding>;
  readonly findService: (name: string) => ServiceState | undefined;
  admitService(state: ServiceState): Standing;
  stop(): void;
}

export interface StandingsParts {
  readonly db: OpenDatabase["kysely"];
  /** Own passwords that must be changed first count all the same (product.md 5.11). */
  readonly allowUnchanged: boolean;
  /** What a file or the environment says about app passwords; undefined: the console's word counts. */
  readonly declaredAppPasswordsOnly: boolean | undefined;
  readonly now: () => number;
  readonly onFault: (error: unknown) => void;
}

/** How often the database is asked. */
const POLL_MS = 250;
/** A bind relies on what was asked no longer ago; the rest of the second is for the asking. */
const FRESH_MS = 600;

class HeldPerson implements PersonStanding {
  readonly userId: UserId;
  readonly username: string;
  readonly credential: Credential;
  readonly #principal: Principal;
  #counts = true;

  constructor(userId: UserId, username: string, credential: Credential) {
    this.userId = userId;
    this.username = username;
    this.credential = credential;
    this.#principal = { kind: "person", id: userId };
  }

  readonly counts = () => this.#counts;
  readonly principal = () => (this.#counts ? this.#principal : ANONYMOUS);

  end(): void {
    this.#counts = false;
  }
}

/** Starts following. Service accounts are known when this returns. */
export async function startStandings(parts: StandingsParts): Promise<Standings> {
  const { db, now, onFault } = parts;
  // A connection or a verified bind that holds a standing keeps it here; neither has to say when it lets go.
  const held = new Set<WeakRef<HeldPerson>>();
  const letGo = new FinalizationRegistry<WeakRef<HeldPerson>>((reference) => held.delete(reference));
  let services: ReadonlyMap<string, ServiceState> = new Map();
  /** What was read last; null: it has to be read again, whatever the database says. */
  let revision: number | null = null;
  let moves = 0;
  let appPasswordsOnly = parts.declaredAppPasswordsOnly ?? false;
  let freshUntil = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  async function read(): Promise<void> {
    const asked = now();
    const mark = await readAccessMark(db);
    if (mark.revision !== revision) await follow(mark.revision, mark.appPasswordsOnly);
    freshUntil = asked + FRESH_MS;
  }

  async function follow(to: number, setAppPasswordsOnly: boolean | null): Promise<void> {
    // First, so that whoever is admitted while the rest is read sees that something moved.
    moves += 1;
    revision = null;
    appPasswordsOnly = parts.declaredAppPasswordsOnly ?? setAppPasswordsOnly ?? false;
    await judge([...held].map((one) => one.deref()).filter((one) => one !== undefined));
    const read = await readServices(db);
    services = keepEqual(services, read.byName);
    if (read.settled) revision = to;
  }

  /** Ends those whose credential no longer counts. */
  async function judge(people: readonly HeldPerson[]): Promise<void> {
    const states = await readPeople(db, [...new Set(people.map(({ userId }) => userId))]);
    const byId = new Map(states.map((state) => [state.id, state]));
    for (const person of people) {
      const state = byId.get(person.userId);
      if (state === undefined || state.username !== person.username || !isGood(person.credential, state)) person.end();
    }
  }

  function isGood(by: Credential, { passwordHash, mustChangePassword, appPasswordIds }: PersonState): boolean {
    if (by.kind === "app") return appPasswordIds.includes(by.id);
    return by.passwordHash === passwordHash && !appPasswordsOnly && (parts.allowUnchanged || !mustChangePassword);
  }

  function start(): Promise<void> {
    running = read().finally(() => {
      running = null;
    });
    return running;
  }

  /** One question at a time; all who ask meanwhile share the one after it. */
  function check(): Promise<void> {
    if (running === null) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return start();
      });
    return next;
  }

  await check();
  // Binds fail while the database cannot be asked, each with a fault of its own.
  const asking = keepDoing(check, () => POLL_MS, onFault);

  return {
    check,
    settle: () => (now() > freshUntil ? check() : undefined),
    appPasswordsOnly: () => appPasswordsOnly,
    moves: () => moves,
    async admit({ id, username }, by, before) {
      const person = new HeldPerson(id, username, by);
      const reference = new WeakRef(person);
      held.add(reference);
      letGo.register(person, reference);
      if (before !== moves) await judge([person]);
      return person;
    },
    findService: (name) => services.get(name),
    admitService({ account, secretHash }) {
      return {
        principal() {
          const state = services.get(account.name);
          return state?.account.id === account.id && state.secretHash.equals(secretHash) ? state.account : ANONYMOUS;
        },
      };
    },
    stop: () => void asking.stop(),
  };
}

/** An account that is as before stays the same object: a search that goes on for long tells by it. */
function keepEqual(
  before: ReadonlyMap<string, ServiceState>,
  after: ReadonlyMap<string, ServiceState>,
): ReadonlyMap<string, ServiceState> {
  const same = (a: ServiceAccount, b: ServiceAccount) => JSON.stringify(a) === JSON.stringify(b);
  return new Map(
    [...after].map(([name, { account, secretHash }]) => {
      const old = before.get(name)?.account;
      return [name, { account: old && same(old, account) ? old : account, secretHash }];
    }),
  );
}
