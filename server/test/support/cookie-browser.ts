import { CookieJar } from "./cookie-jar.ts";

/** A browser as far as signing in needs one: keeps cookies by host, follows no redirect by itself, runs no script. */
export class CookieBrowser {
  readonly #jars = new Map<string, CookieJar>();
  readonly #userAgent: string;

  constructor(userAgent = "Mozilla/5.0 (X11; Linux x86_64)") {
    this.#userAgent = userAgent;
  }

  /** Goes to an address as a navigation does. */
  visit(url: string): Promise<Response> {
    return this.#send(url, {
      headers: { "sec-fetch-site": "none", "sec-fetch-mode": "navigate", accept: "text/html" },
    });
  }

  /** Sends JSON as a page of the same origin does. */
  send(method: string, url: string, body?: unknown): Promise<Response> {
    return this.#send(url, {
      method,
      headers: {
        "sec-fetch-site": "same-origin",
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Posts a form as a page of the same origin does. */
  submit(url: string, fields: Record<string, string>): Promise<Response> {
    return this.#send(url, {
      method: "POST",
      headers: {
        "sec-fetch-site": "same-origin",
        "sec-fetch-mode": "navigate",
        accept: "text/html",
        "content-type": "application/x-www-form-urlencoded",
        origin: new URL(url).origin,
      },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** The cookies a host set. */
  cookiesOf(url: string): ReadonlyMap<string, string> {
    return this.#jar(url).all;
  }

  /** Puts a cookie there by hand, as an attacker would. */
  plant(url: string, name: string, value: string): void {
    this.#jar(url).plant(name, value);
  }

  forget(url: string): void {
    this.#jars.delete(new URL(url).host);
  }

  #jar(url: string): CookieJar {
    const { host } = new URL(url);
    const jar = this.#jars.get(host) ?? new CookieJar();
    this.#jars.set(host, jar);
    return jar;
  }

  async #send(url: string, request: { method?: string; headers: Record<string, string>; body?: string }) {
    const jar = this.#jar(url);
    const cookie = jar.header();
    const headers = {
      "user-agent": this.#userAgent,
      ...request.headers,
      ...(cookie === "" ? {} : { cookie }),
    };
    const response = await fetch(url, { ...request, headers, redirect: "manual" });
    jar.take(response.headers);
    return response;
  }
}

/** Where an answer sends the browser, as a whole address. */
export function locationOf(response: Response, base: string): string {
  const location = response.headers.get("location");
  if (location === null) throw new Error(`${response.status} without a location`);
  return new URL(location, base).href;
}
