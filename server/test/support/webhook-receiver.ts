import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

/** One request as it came. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> };
}

/** How a receiver answers; null: it never does. */
export interface WebhookAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Another system's end of a webhook. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: ReceivedWebhook[];
  /** Decides how to answer; 204 at first. */
  answer: (request: ReceivedWebhook) => WebhookAnswer | null;
  close(): Promise<void>;
}

/** Starts one on any free port of this machine; over TLS when it is given a certificate. */
export async function startWebhookReceiver(tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<WebhookReceiver> {
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const received = {
        ...{ id: String(request.headers["webhook-id"]), url: request.url ?? "", headers: request.headers, raw },
        body: JSON.parse(raw) as ReceivedWebhook["body"],
      };
      receiver.received.push(received);
      const answer = receiver.answer(received);
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `${tls ? "https" : "http"}://localhost:${port}/hook`,
    received: [],
    answer: () => ({ status: 204 }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
  return receiver;
}
