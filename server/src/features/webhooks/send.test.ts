import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { makeCertificate } from "../../../test/support/certificate.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../../../test/support/webhook-receiver.ts";
import { makeAllowedAddresses } from "./allowed-addresses.ts";
import { type SendOptions, send } from "./send.ts";

const open: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function receiver(tls?: { key: string; cert: string }): Promise<WebhookReceiver> {
  const started = await startWebhookReceiver(tls);
  open.push(() => started.close());
  return started;
}
const options: SendOptions = { addresses: makeAllowedAddresses(["127.0.0.0/8", "::1"]), timeoutMs: 300 };
const sendTo = (url: string, more: Partial<SendOptions> = {}) =>
  send(url, { "webhook-id": "1" }, "{}", { ...options, ...more });

test.each([200, 201, 202, 204, 299])("an answer of %i has arrived", async (status) => {
  const one = await receiver();
  one.answer = () => ({ status });
  expect(await sendTo(one.url)).toMatchObject({ status, failure: null });
});

test.each([300, 304, 400, 401, 410, 500, 503])("an answer of %i has not", async (status) => {
  const one = await receiver();
  one.answer = () => ({ status });
  expect(await sendTo(one.url)).toMatchObject({ failure: { code: "webhook_answered", detail: { status } } });
});

test("a redirect is not followed", async () => {
  const [one, other] = [await receiver(), await receiver()];
  one.answer = () => ({ status: 307, headers: { location: other.url } });
  expect(await sendTo(one.url)).toMatchObject({ status: 307, failure: { code: "webhook_answered" } });
  expect(other.received).toEqual([]);
});

test("of a long answer the beginning is kept, and the rest is not read", async () => {
  const one = await receiver();
  one.answer = () => ({ status: 200, body: Buffer.alloc(50_000_000, "é") });
  const { excerpt, failure } = await sendTo(one.url, { timeoutMs: 5000 });
  expect(failure).toBeNull();
  expect(Buffer.byteLength(excerpt ?? "")).toBeLessThanOrEqual(1002);
  expect(excerpt?.startsWith("éé")).toBe(true);
});

test("a receiver that never answers is left after the time it has", async () => {
  const one = await receiver();
  one.answer = () => null;
  expect(await sendTo(one.url)).toMatchObject({
    status: null,
    failure: { code: "webhook_timed_out", detail: { seconds: 0.3 } },
  });
});

test("a resolver that never answers is left as well", async () => {
  const addresses = makeAllowedAddresses([], () => new Promise(() => undefined));
  expect(await sendTo("https://slow.example.com/", { addresses })).toMatchObject({
    failure: { code: "webhook_timed_out" },
  });
});

test("a receiver that is away, breaks off or does not resolve is unreachable", async () => {
  const one = await startWebhookReceiver();
  await one.close();
  expect(await sendTo(one.url)).toMatchObject({
    failure: { code: "webhook_unreachable", detail: { reason: "ECONNREFUSED" } },
  });
  const rude: Server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await new Promise((resolve) => rude.once("listening", resolve));
  open.push(() => rude.close());
  const { port } = rude.address() as { port: number };
  expect(await sendTo(`http://127.0.0.1:${port}/`)).toMatchObject({ failure: { code: "webhook_unreachable" } });
  expect(await sendTo("https://nowhere.invalid/", { timeoutMs: 5000 })).toMatchObject({
    failure: { code: "webhook_unreachable" },
  });
});

test("an address that may not be told anything is not connected to, whatever its name said before", async () => {
  const one = await receiver();
  const addresses = makeAllowedAddresses([]);
  expect(await sendTo(one.url, { addresses })).toMatchObject({ failure: { code: "webhook_address_private" } });
  expect(one.received).toEqual([]);
});

test("the connection goes to the address that was looked at, not to what the name stands for a moment later", async () => {
  const one = await receiver();
  let asked = 0;
  const addresses = makeAllowedAddresses(["127.0.0.1"], async () => {
    asked += 1;
    return [{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }];
  });
  const url = one.url.replace("localhost", "rebinding.example.com");
  expect(await sendTo(url, { addresses })).toMatchObject({ failure: null });
  expect(asked).toBe(1);
  expect(one.received[0]?.headers.host).toContain("rebinding.example.com");
});

test("a certificate has to be valid", async () => {
  const files = await makeCertificate();
  open.push(() => files.remove());
  const [key, cert] = await Promise.all([readFile(files.keyPath, "utf8"), readFile(files.certificatePath, "utf8")]);
  const one = await receiver({ key, cert });
  expect(await sendTo(one.url, { timeoutMs: 3000 })).toMatchObject({
    failure: { code: "webhook_certificate_invalid" },
  });
  expect(one.received).toEqual([]);
  expect(await sendTo(one.url, { timeoutMs: 3000, ca: cert })).toMatchObject({ failure: null });
  const elsewhere = one.url.replace("localhost", "other.example.com");
  const addresses = makeAllowedAddresses(["127.0.0.1"], async () => [{ address: "127.0.0.1", family: 4 }]);
  expect(await sendTo(elsewhere, { timeoutMs: 3000, ca: cert, addresses })).toMatchObject({
    failure: { code: "webhook_certificate_invalid", detail: { reason: "ERR_TLS_CERT_ALTNAME_INVALID" } },
  });
});

test.each([
  ["120", 120_000],
  ["0", 0],
  ["Wed, 21 Oct 2026 07:28:00 GMT", null],
  ["-5", null],
])("Retry-After: %s is heard as %s", async (header, ms) => {
  const one = await receiver();
  one.answer = () => ({ status: 503, headers: { "retry-after": header } });
  expect((await sendTo(one.url)).retryAfterMs).toBe(ms);
});
