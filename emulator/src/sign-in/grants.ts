/** What each person has granted each app so far; grants add up over sign-ins (feishu-contract 6.1). */
export class Grants {
  readonly #granted = new Map<string, Set<string>>();

  of(appId: string, user: number): ReadonlySet<string> {
    return this.#granted.get(`${appId} ${user}`) ?? new Set();
  }

  /** @returns everything granted, the new ones included */
  add(appId: string, user: number, scopes: Iterable<string>): ReadonlySet<string> {
    const all = new Set([...this.of(appId, user), ...scopes]);
    this.#granted.set(`${appId} ${user}`, all);
    return all;
  }
}
