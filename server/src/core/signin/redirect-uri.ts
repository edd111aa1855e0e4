/** Where an application may have people sent back to (RFC 6749 section 3.1.2, RFC 8252 section 7, RFC 9700 section 2.1). */

/** `web` runs on a server, `public` on people's own devices, `device` has no browser at all. */
type ClientKind = "web" | "public" | "device";

/** Visible ASCII without what browsers and servers read differently: blanks, quotes, brackets of prose, "\"; no "*", no "#". */
const CHARACTERS = /^[\x21-\x7e]+$/;
const REFUSED = /["#*<>\\^`{|}]/;
const WEB = /^(https?):\/\/(\[[0-9a-f:.]+\]|[0-9a-z._-]+)(?::([0-9]{1,5}))?(?:[/?].*)?$/i;
/** Named after a domain of the app's maker (RFC 8252 section 7.1): the dot keeps `javascript:` and its like out. */
const OWN_SCHEME = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/(?!\/(?:[^/?]*@|[/?]|$))/i;
const LOOPBACK = /^(?:localhost|127(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|\[::1\])$/i;
/** A name nobody can mistake for an address in another spelling: labels that are not empty. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?(?:\.[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?)*)$/i;

/**
 * Tells whether a client of a kind may have people sent to an address: https on any host, http on the machine itself, an
 * app's own scheme for public clients. No fragment, no user, no wildcard: the address is compared as it is, character by character.
 */
export function isRedirectUri(uri: string, kind: ClientKind): boolean {
  if (kind === "device" || !CHARACTERS.test(uri) || REFUSED.test(uri)) return false;
  const web = WEB.exec(uri);
  if (web === null) return kind === "public" && OWN_SCHEME.test(uri);
  const [, scheme = "", host = "", port = "1"] = web;
  if (!HOST.test(host) || Number(port) < 1 || Number(port) > 65_535) return false;
  return scheme.toLowerCase() === "https" || LOOPBACK.test(host);
}

/** Finds the first of some addresses that a client of this kind may not have. */
export function findRefusedUri(uris: readonly string[], kind: ClientKind): string | undefined {
  return uris.find((uri) => !isRedirectUri(uri, kind));
}
