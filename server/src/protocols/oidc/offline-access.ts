/**
 * Says "consent" for an application that asks for offline_access. The library drops that scope from requests without the word
 * (OpenID Connect Core 1.0 section 11), for nobody is asked here: the operator decided when the application was registered.
 * `prompt=none` stays as it is, and without a refresh token.
 *
 * @param query of an authorization request, without its question mark
 */
export function withOfflineConsent(query: string): string {
  const params = new URLSearchParams(query);
  const prompts = params.getAll("prompt");
  const [prompt = ""] = prompts;
  const words = prompt.split(" ").filter((word) => word !== "");
  const asked = params.get("scope")?.split(" ").includes("offline_access") ?? false;
  if (!asked || prompts.length > 1 || words.includes("none") || words.includes("consent")) return query;
  params.set("prompt", [...words, "consent"].join(" "));
  return params.toString();
}
