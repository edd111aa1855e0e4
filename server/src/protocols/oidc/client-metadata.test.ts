import { describe, expect, it } from "vitest";
import type { RegisteredClient } from "../../features/applications/index.ts";
import { toClientMetadata } from "./client-metadata.ts";

const client = {
  id: "i",
  clientId: "c",
  name: "n",
  kind: "public",
  redirectUris: ["https://app.example.com/"],
  postLogoutRedirectUris: [],
  claims: [],
  pkceRequired: true,
  refreshTokens: false,
  secretHash: null,
} as unknown as RegisteredClient;
const typeOf = (redirectUris: string[]) => toClientMetadata({ ...client, redirectUris }).application_type;

describe("an application in the library's words", () => {
  it.each([
    ["https://app.example.com/", "web"],
    ["http://localhost:3000/callback", "web"],
    ["http://127.0.0.1/callback", "native"],
    ["http://[::1]:80/callback", "native"],
    ["com.example.app:/callback", "native"],
    ["http://127.0.0.1.example.com/", "web"],
  ])("that is called back at %s is a %s one", (uri, type) => {
    expect(typeOf([uri])).toBe(type);
  });

  it("without a secret is known by nothing but its name, and holds no hash", () => {
    const metadata = toClientMetadata(client);
    expect(metadata.token_endpoint_auth_method).toBe("none");
    expect(metadata).not.toHaveProperty("client_secret");
  });

  it("may refresh only where its settings say so, a command line too", () => {
    for (const kind of ["web", "public", "device"] as const)
      for (const refreshTokens of [true, false])
        expect(toClientMetadata({ ...client, kind, refreshTokens }).grant_types?.includes("refresh_token")).toBe(
          refreshTokens,
        );
  });

  it("on a command line is never called back", () => {
    const metadata = toClientMetadata({ ...client, kind: "device" });
    expect([metadata.redirect_uris, metadata.response_types]).toEqual([[], []]);
  });
});
