import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";

/** An application's end of back-channel logout: it takes tokens in and checks them as OpenID Connect Back-Channel Logout 1.0 section 2.6 says. */
export interface LogoutReceiver {
  readonly uri: string;
  /** What it was told, by valid tokens. */
  readonly told: JWTPayload[];
  /** Requests that came, whatever they held. */
  requests: number;
  /** What it answers; 200 at first. */
  status: number;
  location: string | undefined;
  /** It takes everything in and answers nothing. */
  silent: boolean;
  close(): Promise<void>;
}

export async function startLogoutReceiver(issuer: () => string, audience: () => string): Promise<LogoutReceiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void take(request.headers["content-type"], Buffer.concat(chunks).toString()).then(() => {
        if (receiver.silent) return;
        response.writeHead(receiver.status, receiver.location ? { location: receiver.location } : {}).end();
      });
    });
  });
  const take = async (type: string | undefined, body: string) => {
    receiver.requests += 1;
    if (receiver.status !== 200) return;
    const token = new URLSearchParams(body).get("logout_token") ?? "";
    const keys = createRemoteJWKSet(new URL(`${issuer()}/jwks`));
    const { payload } = await jwtVerify(token, keys, {
      issuer: issuer(),
      audience: audience(),
      typ: "logout+jwt",
      algorithms: ["RS256"],
      requiredClaims: ["iat", "exp", "jti", "sub", "sid", "events"],
      currentDate: new Date(),
    });
    if (type?.startsWith("application/x-www-form-urlencoded") && !("nonce" in payload)) receiver.told.push(payload);
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: LogoutReceiver = {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/backchannel`,
    told: [],
    requests: 0,
    status: 200,
    location: undefined,
    silent: false,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
  return receiver;
}
