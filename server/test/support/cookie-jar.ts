/** The cookies of one host, kept as a browser keeps them: what an answer sets is there, what it ends is gone. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** As a request carries them; empty where there are none. */
  header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  get all(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  /** Takes in what an answer sets and ends (RFC 6265 section 5.3). */
  take(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (value === "" || attributes.some(hasEnded)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  /** Puts a cookie there by hand, as an attacker would. */
  plant(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  /** Forgets everything, or all but what is named. */
  clear(but: (name: string) => boolean = () => false): void {
    for (const name of [...this.#cookies.keys()]) if (!but(name)) this.#cookies.delete(name);
  }
}

function hasEnded(attribute: string): boolean {
  const [name = "", value = ""] = attribute.split("=").map((part) => part.trim());
  if (/^max-age$/i.test(name)) return Number(value) <= 0;
  return /^expires$/i.test(name) && Date.parse(value) <= Date.now();
}
