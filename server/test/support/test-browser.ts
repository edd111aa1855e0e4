import { CookieJar } from "./cookie-jar.ts";

/** A browser in miniature: it keeps cookies, follows redirects within one origin, and sends forms. */

export interface Page {
  /** Where it ended: the last page, or the address elsewhere it was sent to and did not open. */
  readonly url: URL;
  /** Zero where it was sent elsewhere. */
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

export interface TestBrowser {
  open(url: string | URL): Promise<Page>;
  /** Sends the page's form, with what is typed or pressed on top of what it holds. */
  submit(page: Page, typed: { readonly [name: string]: string }): Promise<Page>;
  /** Sends JSON as the console's own page does. */
  send(method: string, path: string, body?: object): Promise<number>;
  /** Its cookies, as a request carries them. */
  cookies(): string;
  /** Makes it forget everything, or all but what is named. */
  clear(but?: (name: string) => boolean): void;
}

const MOST_REDIRECTS = 10;

/**
 * @param origin the origin it is at home in; everything else is elsewhere
 * @param connect where a request to that origin really goes, for servers behind a public address
 */
export function openBrowser(origin: string, connect: (url: URL) => URL = (url) => url): TestBrowser {
  const jar = new CookieJar();

  const request = async (url: URL, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(connect(url), {
      ...init,
      redirect: "manual",
      headers: { accept: "text/html,application/json", ...init.headers, cookie: jar.header() },
    });
    jar.take(answer.headers);
    return answer;
  };

  const follow = async (start: URL, init: RequestInit): Promise<Page> => {
    let url = start;
    let answer = await request(url, init);
    for (let turn = 0; turn < MOST_REDIRECTS; turn += 1) {
      const location = answer.headers.get("location");
      if (location === null) return { url, status: answer.status, html: await answer.text(), headers: answer.headers };
      await answer.body?.cancel();
      url = new URL(location, url);
      if (url.origin !== origin || url.pathname === "/login")
        return { url, status: 0, html: "", headers: answer.headers };
      answer = await request(url);
    }
    throw new Error(`redirected in a circle at ${url}`);
  };

  return {
    open: (url) => follow(new URL(url, origin), {}),
    submit(page, typed) {
      const form = /<form method="post" action="([^"]+)"/.exec(page.html);
      if (!form) throw new Error(`there is no form on ${page.url}:\n${page.html}`);
      const fields = new URLSearchParams();
      for (const [, name = "", value = ""] of page.html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g))
        fields.set(name, value);
      for (const [name, value] of Object.entries(typed)) fields.set(name, value);
      return follow(new URL(form[1] ?? "", page.url), { method: "POST", body: fields });
    },
    async send(method, path, body) {
      const answer = await request(new URL(path, origin), {
        method,
        headers: {
          "sec-fetch-site": "same-origin",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      await answer.body?.cancel();
      return answer.status;
    },
    cookies: () => jar.header(),
    clear: (but) => jar.clear(but),
  };
}
