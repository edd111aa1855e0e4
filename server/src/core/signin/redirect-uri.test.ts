import { describe, expect, it } from "vitest";
import { findRefusedUri, isRedirectUri } from "./redirect-uri.ts";

describe("a redirect URL", () => {
  it.each([
    "https://app.example.com/cb",
    "https://app.example.com",
    "https://app.example.com:8443/cb?tenant=1&x=%E4%BD%A0",
    "https://APP.example.com/CB",
    "https://10.0.0.8/cb",
    "https://[2001:db8::1]:8443/cb",
    "https://xn--fsq.example/cb",
    "https://app_1.internal/cb",
    "http://localhost/cb",
    "http://localhost:3000/",
    "http://127.0.0.1:53682/cb",
    "http://127.255.3.9/cb",
    "http://[::1]:8080/cb",
    "https://app.example.com/cb?at=me@example.com",
  ])("%s is for web and public clients, and never for devices", (uri) => {
    expect(isRedirectUri(uri, "web")).toBe(true);
    expect(isRedirectUri(uri, "public")).toBe(true);
    expect(isRedirectUri(uri, "device")).toBe(false);
  });

  it.each(["com.example.app:/cb", "com.example.app://cb", "com.example.app:/", "io.github.some-app:/oauth?x=1"])(
    "%s is for public clients only",
    (uri) => {
      expect(isRedirectUri(uri, "public")).toBe(true);
      expect(isRedirectUri(uri, "web")).toBe(false);
      expect(isRedirectUri(uri, "device")).toBe(false);
    },
  );

  it.each([
    ["no address", ""],
    ["no scheme", "app.example.com/cb"],
    ["a path", "/cb"],
    ["another host behind a path", "//app.example.com/cb"],
    ["a fragment", "https://app.example.com/cb#x"],
    ["an empty fragment", "https://app.example.com/cb#"],
    ["a user", "https://me@app.example.com/cb"],
    ["a user and password", "https://me:secret@app.example.com/cb"],
    ["a user that looks like a host", "https://app.example.com:443@evil.example/cb"],
    ["a wildcard host", "https://*.example.com/cb"],
    ["a wildcard path", "https://app.example.com/*"],
    ["http elsewhere", "http://app.example.com/cb"],
    ["http on a name below localhost", "http://localhost.evil.example/cb"],
    ["http on what only begins like loopback", "http://127.0.0.1.evil.example/cb"],
    ["http on no loopback address", "http://127.0.0.256/cb"],
    ["http on loopback in another spelling", "http://127.1/cb"],
    ["http on the private network", "http://192.168.1.5/cb"],
    ["http on another IPv6 address", "http://[::2]/cb"],
    ["a backslash", "https://app.example.com\\@evil.example/cb"],
    ["a blank", "https://app.example.com/a b"],
    ["a line feed", "https://app.example.com/cb\n"],
    ["another script", "https://例子.cn/cb"],
    ["no host", "https:///cb"],
    ["an empty label", "https://app..example.com/cb"],
    ["a dash at the end", "https://app-.example.com/cb"],
    ["an escaped host", "https://app%2eexample.com/cb"],
    ["port 0", "https://app.example.com:0/cb"],
    ["port 65536", "https://app.example.com:65536/cb"],
    ["no port behind the colon", "https://app.example.com:/cb"],
    ["one slash", "https:/app.example.com/cb"],
    ["a script", "javascript:alert(1)"],
    ["a script that looks like a path", "javascript://app.example.com/%0aalert(1)"],
    ["data", "data:text/html,x"],
    ["a file", "file:///etc/passwd"],
    ["a scheme that is no domain", "myapp:/cb"],
    ["an own scheme without a slash", "com.example.app:cb"],
    ["an own scheme with a fragment", "com.example.app:/cb#x"],
    ["an own scheme with a user", "com.example.app://me@host/cb"],
  ])("with %s is for nobody", (_, uri) => {
    for (const kind of ["web", "public", "device"] as const) expect(isRedirectUri(uri, kind)).toBe(false);
  });
});

describe("of several addresses", () => {
  it("the first that cannot be used is named", () => {
    expect(findRefusedUri(["https://a.example/", "http://a.example/", "x"], "web")).toBe("http://a.example/");
    expect(findRefusedUri(["https://a.example/"], "web")).toBeUndefined();
    expect(findRefusedUri([], "device")).toBeUndefined();
    expect(findRefusedUri(["https://a.example/"], "device")).toBe("https://a.example/");
  });
});
