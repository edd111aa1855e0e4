import { readFile } from "node:fs/promises";
import { Webhook as ReferenceWebhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { newWebhookSecret, signedHeaders } from "./signature.ts";

const body = JSON.stringify({ type: "user.updated", data: { id: "张伟 😀" } });
const sending = (agoSeconds = 0) => ({ id: "m1", timestamp: Math.floor(Date.now() / 1000) - agoSeconds, body });

test("a secret has 256 random bits and the prefix by which people and scanners know it", () => {
  const [one, other] = [newWebhookSecret(), newWebhookSecret()];
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(one).not.toBe(other);
});

test("the example of the documentation takes what the reference library takes, and refuses the rest", async () => {
  const page = await readFile(new URL("../../../../docs/webhooks.md", import.meta.url), "utf8");
  const [, example = ""] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const { isGenuine } = (await import(`data:text/javascript,${encodeURIComponent(example)}`)) as {
    isGenuine: (secret: string, headers: Record<string, string>, body: string) => boolean;
  };
  const byReference = (secret: string, headers: Record<string, string>, text: string) => {
    try {
      new ReferenceWebhook(secret).verify(text, headers);
      return true;
    } catch {
      return false;
    }
  };
  const [secret, previous] = [newWebhookSecret(), newWebhookSecret()];
  const cases = [
    { secret, headers: signedHeaders(sending(), [secret]), text: body, genuine: true },
    { secret, headers: signedHeaders(sending(), [previous, secret]), text: body, genuine: true },
    { secret, headers: signedHeaders(sending(), [previous]), text: body, genuine: false },
    { secret, headers: signedHeaders(sending(), [secret]), text: `${body} `, genuine: false },
    { secret, headers: signedHeaders(sending(400), [secret]), text: body, genuine: false },
    { secret, headers: { ...signedHeaders(sending(), [secret]), "webhook-id": "m2" }, text: body, genuine: false },
  ];
  for (const { secret: known, headers, text, genuine } of cases) {
    expect(isGenuine(known, headers, text)).toBe(genuine);
    expect(byReference(known, headers, text)).toBe(genuine);
  }
});
