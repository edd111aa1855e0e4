import type { FastifyRequest } from "fastify";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Tells whether another site made a browser send this request (CSRF). Browsers name the sender's site in
 * `Sec-Fetch-Site`; where it is absent (older ones), `Origin` has to be ours. Safe methods change nothing and pass.
 *
 * @param withSession a cookie speaks for the caller: then one of the two headers has to be there
 * @param publicOrigin the configured public address, which a proxy may hide from the Host header
 */
export async function isCrossSite(
  request: FastifyRequest,
  withSession: boolean,
  publicOrigin: () => Promise<string | null>,
): Promise<boolean> {
  if (SAFE_METHODS.has(request.method)) return false;
  const { origin, "sec-fetch-site": site } = request.headers;
  if (site === "same-origin") return false;
  if (site !== undefined && site !== "none") return true;
  if (origin === undefined) return withSession;
  return origin !== `${request.protocol}://${request.host}` && origin !== (await publicOrigin());
}
