/** Bytes that are no message of LDAP, or one beyond our bounds. The session cannot go on after it. */
export class WireError extends Error {
  override readonly name = "WireError";
}
