import { errors } from "@larkbridge/contract";
import type { FastifyReply } from "fastify";
import type { HttpScope } from "../../platform/http/index.ts";
import type { FeishuEvents, WebhookRequest } from "./ports.ts";
import type { AnswerWebhook } from "./webhook.ts";

const PATH = "/events/feishu";
const NOTHING = Buffer.alloc(0);

/**
 * Registers the address Feishu's webhooks come to. Feishu comes here, not a browser or a program of ours: there is no session, no
 * token and nothing of it in the contract, and what is refused learns no more than a status.
 */
export async function registerEventWebhook(
  { app: server }: HttpScope,
  parts: {
    readonly answerWebhook: AnswerWebhook;
    readonly countTooLarge: () => Promise<void>;
    readonly feishu: Pick<FeishuEvents, "maxWebhookBytes">;
  },
): Promise<void> {
  await server.register((app, _options, done) => {
    app.removeAllContentTypeParsers();
    // The signature is over the bytes as they came, whatever they call themselves.
    app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, parsed) => parsed(null, body));
    app.post(
      PATH,
      {
        bodyLimit: parts.feishu.maxWebhookBytes,
        errorHandler: async (error, _request, reply) => {
          if (error.code !== "FST_ERR_CTP_BODY_TOO_LARGE") throw error;
          await parts.countTooLarge();
          return answerShortly(reply, errors.event_body_too_large.status);
        },
      },
      async (request, reply) => {
        const asked: WebhookRequest = {
          headers: request.headers,
          body: Buffer.isBuffer(request.body) ? request.body : NOTHING,
        };
        const answer = await parts.answerWebhook(asked);
        if (answer.kind === "body") return reply.code(200).send(answer.body);
        return answerShortly(reply, answer.kind === "later" ? 503 : errors[answer.code].status);
      },
    );
    done();
  });
}

function answerShortly(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).send();
}
