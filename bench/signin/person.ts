import { Agent, type IncomingHttpHeaders, request } from "node:http";

/** An answer, as far as a way through redirects needs it. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * A person's browser: cookies, connections that are kept, and an address of their own (any of 127.0.0.0/8 is this
 * machine), so that limits per address meet people as they do in an office.
 */
export class Person {
  readonly #cookies = new Map<string, string>();
  readonly #agent: Agent;
  /** Where the product is really asked; a load balancer in front would choose so. */
  readonly #via: { readonly publicHost: string; readonly port: number };

  constructor(number: number, via: { readonly publicHost: string; readonly port: number }) {
    const localAddress = `127.${1 + (number >> 16)}.${(number >> 8) & 255}.${1 + (number % 254)}`;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 2, localAddress });
    this.#via = via;
  }

  visit(url: string): Promise<Answer> {
    return this.#send(url, "GET", { "sec-fetch-site": "none", accept: "text/html" });
  }

  post(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams(form).toString();
    return this.#send(url, "POST", { "content-type": "application/x-www-form-urlencoded", ...headers }, body);
  }

  leave(): void {
    this.#agent.destroy();
  }

  #send(url: string, method: string, headers: Record<string, string>, body = ""): Promise<Answer> {
    const { host, hostname, port, pathname, search } = new URL(url);
    const ours = host === this.#via.publicHost;
    const cookie = ours ? [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") : "";
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.#agent,
          host: hostname,
          port: ours ? this.#via.port : port,
          path: `${pathname}${search}`,
          method,
          headers: {
            ...headers,
            host,
            ...(cookie === "" ? {} : { cookie }),
            ...(method === "POST" ? { "content-length": Buffer.byteLength(body) } : {}),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("error", reject);
          incoming.on("end", () => {
            if (ours) this.#keep(incoming.headers["set-cookie"] ?? []);
            const status = incoming.statusCode ?? 0;
            resolve({ status, headers: incoming.headers, body: Buffer.concat(chunks).toString("utf8") });
          });
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const pair = line.split(";", 1)[0] ?? "";
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === "" || /expires=thu, 01 jan 1970|max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/** Where an answer sends a browser; throws with what it said instead. */
export function locationOf(answer: Answer, base: string): string {
  const { location } = answer.headers;
  if (location === undefined) throw new Error(`${answer.status} instead of a redirect: ${answer.body.slice(0, 300)}`);
  return new URL(location, base).href;
}
