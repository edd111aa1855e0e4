import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { hashToken } from "../../server/src/platform/crypto/token.ts";
import { hashTypedSecret } from "../../server/src/platform/crypto/typed-secret.ts";
import { request } from "../../server/test/support/ldap-frames.ts";
import { codeOf, dialLdap, entriesOf } from "../../server/test/support/ldap-wire-client.ts";

/** Those who look whether a change has arrived: in the directory's rows, over LDAP, and with a session of somebody who left. */

/** How often each of them looks. */
const LOOK_EVERY_MS = 20;

const PASSWORD = "0a1b-2c3d-4e5f-6g7h-8j9k-mnpq-rstv";
const BASE = "dc=larkbridge,dc=local";

/** Watches every change in the directory's rows. */
export class DirectoryWatch {
  readonly #client: pg.Client;
  readonly #marks = new Map<string, number>();
  readonly #leavers = new Map<string, number>();
  /** From the moment it happened to the moment it was seen, milliseconds. */
  readonly lags: number[] = [];

  constructor(connectionString: string) {
    this.#client = new pg.Client({ connectionString });
    // Where the server stops first its query says so; unheard, this would hide why.
    this.#client.on("error", () => undefined);
  }

  connect(): Promise<pg.Client> {
    return this.#client.connect();
  }

  expectMark(mark: string, at: number): void {
    this.#marks.set(mark, at);
  }

  expectLeave(openId: string, at: number): void {
    this.#leavers.set(openId, at);
  }

  get missing(): number {
    return this.#marks.size + this.#leavers.size;
  }

  async look(): Promise<void> {
    if (this.missing === 0) return;
    const { rows } = await this.#client.query<{ key: string }>(
      `select job_title as key from directory_user where job_title = any($1)
       union all select l.open_id from linked_identity l join directory_user u on u.id = l.user_id
       where l.open_id = any($2) and u.status <> 'active'`,
      [[...this.#marks.keys()], [...this.#leavers.keys()]],
    );
    const now = performance.now();
    for (const { key } of rows) {
      for (const waiting of [this.#marks, this.#leavers]) {
        const at = waiting.get(key);
        if (at === undefined) continue;
        this.lags.push(now - at);
        waiting.delete(key);
      }
    }
  }

  /** The username of somebody. */
  async usernameOf(openId: string): Promise<string> {
    const { rows } = await this.#client.query<{ username: string }>(
      "select username from directory_user u join linked_identity l on l.user_id = u.id where l.open_id = $1",
      [openId],
    );
    return rows[0]?.username ?? "";
  }

  /** Signs people in, as if they had come; returns their cookies. */
  async signIn(openIds: readonly string[]): Promise<Map<string, string>> {
    const secrets = new Map(openIds.map((openId, at) => [openId, `${at}`.padStart(43, "s")]));
    for (const [openId, secret] of secrets) {
      await this.#client.query(
        `insert into session (user_id, secret_hash, created_at, last_seen_at, expires_at, address)
         select user_id, $2, now(), now(), now() + interval '1 day', '127.0.0.1' from linked_identity where open_id = $1`,
        [openId, hashToken(secret)],
      );
    }
    return secrets;
  }

  async addLdapAccount(): Promise<void> {
    await this.#client.query(
      "insert into ldap_service_account (name, everyone, secret_hash, secret_changed_at) values ('bench', true, $1, now())",
      [hashTypedSecret(PASSWORD)],
    );
  }

  end(): Promise<void> {
    return this.#client.end();
  }
}

/** Looks over LDAP, on a connection of its own, until somebody has a title. */
export async function untilTitle(port: number, username: string, title: string, since: number): Promise<number> {
  const client = await dialLdap(port);
  try {
    client.send(request.bind(1, `cn=bench,ou=services,${BASE}`, PASSWORD));
    if (codeOf(await client.until(1)) !== 0) throw new Error("the bench is not let in by LDAP");
    const filter = { kind: "equal", attribute: "uid", value: username } as const;
    for (let id = 2; ; id++) {
      client.send(request.search(id, { base: BASE, filter, attributes: ["title"] }));
      const [entry] = entriesOf(await client.until(id));
      if (entry?.attributes["title"]?.[0] === title) return performance.now() - since;
      await pause(LOOK_EVERY_MS);
    }
  } finally {
    client.close();
  }
}

/** Asks with a session until it is refused. */
export async function untilRefused(server: string, secret: string, since: number): Promise<number> {
  for (;;) {
    const answer = await fetch(`${server}/api/v1/me`, { headers: { cookie: `larkbridge=${secret}` } });
    await answer.arrayBuffer();
    if (answer.status === 401) return performance.now() - since;
    if (!answer.ok) throw new Error(`a session was answered with ${answer.status}`);
    await pause(LOOK_EVERY_MS);
  }
}

/** Lets somebody look again and again until told to stop. */
export function lookAgainAndAgain(look: () => Promise<void>): { stop(): Promise<void> } {
  let stopped = false;
  const looking = (async () => {
    while (!stopped) {
      await look();
      await pause(LOOK_EVERY_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await looking;
    },
  };
}
