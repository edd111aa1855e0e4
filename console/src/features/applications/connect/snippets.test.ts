import type { OpenidProviderView } from "@larkbridge/contract";
import { describe, expect, it } from "vitest";
import { factsFor } from "./snippet-facts.ts";
import { writeDevice } from "./snippets/device.ts";
import { SECRET_PLACE } from "./snippets/facts.ts";
import { SNIPPETS } from "./snippets/index.ts";

const provider: OpenidProviderView = {
  issuer: "https://id.example.com/oidc",
  discovery_url: "https://id.example.com/oidc/.well-known/openid-configuration",
  authorization_endpoint: "https://id.example.com/oidc/auth",
  token_endpoint: "https://id.example.com/oidc/token",
  userinfo_endpoint: "https://id.example.com/oidc/me",
  jwks_uri: "https://id.example.com/oidc/jwks",
  end_session_endpoint: "https://id.example.com/oidc/session/end",
  device_authorization_endpoint: "https://id.example.com/oidc/device/auth",
  signing_keys: [{ id: "k1", algorithm: "ES256", state: "signing", created_at: "2026-05-01T00:00:00Z" }],
};
const application = {
  client_id: "app_7Qk2",
  home_url: "https://app.example.com/start",
  redirect_uris: [],
  claims: ["email", "groups"] as ("email" | "groups")[],
  refresh_tokens: false,
};

describe.each(SNIPPETS)("the settings for $product", (snippet) => {
  const written = snippet.write(factsFor(snippet, application, provider).facts);

  it("name this provider, this client and a place for the secret", () => {
    expect(written).toContain("https://id.example.com/oidc");
    expect(written).toContain("app_7Qk2");
    expect(written).toContain(SECRET_PLACE);
    expect(written).not.toMatch(/undefined|null|\[object/);
  });

  it("ask for groups only where the application is told them", () => {
    const fewer = snippet.write(factsFor(snippet, { ...application, claims: ["email"] }, provider).facts);
    expect(written).toContain("groups");
    expect(fewer).not.toMatch(/groups/);
  });
});

it("takes the redirect URL that fits the product, sub-folder and all", () => {
  const snippet = SNIPPETS.find(({ id }) => id === "grafana");
  if (snippet === undefined) throw new Error("no Grafana");
  const url = "https://ops.example.com/grafana/login/generic_oauth";
  const { facts, isRegistered } = factsFor(snippet, { ...application, redirect_uris: [url] }, provider);
  expect(isRegistered).toBe(true);
  expect(facts.appUrl).toBe("https://ops.example.com/grafana");
  expect(facts.redirectUrl).toBe(url);
});

it("guesses where the application is, and says that its redirect URL is not registered", () => {
  const snippet = { id: "gitlab", callbackPath: "/cb" };
  expect(factsFor(snippet, application, provider)).toMatchObject({
    isRegistered: false,
    facts: { appUrl: "https://app.example.com" },
  });
  const unknown = { ...application, home_url: null, redirect_uris: ["com.example.app:/callback"] };
  expect(factsFor(snippet, unknown, provider).facts.appUrl).toBe("https://gitlab.example.com");
});

it("tells a device how to ask for a code and wait", () => {
  const { facts } = factsFor({ id: "cli", callbackPath: "" }, application, provider);
  const written = writeDevice(facts, provider.device_authorization_endpoint);
  expect(written).toContain(provider.device_authorization_endpoint);
  expect(written).not.toContain(SECRET_PLACE);
});
