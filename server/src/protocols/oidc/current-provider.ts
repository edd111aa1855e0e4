import type Provider from "oidc-provider";
import type { ProviderParts } from "./provider.ts";
import type { SigningKeys } from "./signing-keys.ts";

export interface CurrentProvider {
  /** The library as the public address and the keys want it now. */
  read(): Promise<Provider>;
  issuer(): Promise<string>;
}

/**
 * Builds the provider anew when what it stands on has changed, here or in another process. The library is loaded when the first
 * application asks: it takes 30 MB, and many companies come for the directory alone.
 */
export function makeCurrentProvider(
  parts: ProviderParts & { readonly keys: SigningKeys; readonly publicUrl: () => Promise<string> },
): CurrentProvider {
  let current: { readonly made: string; readonly provider: Promise<Provider> } | undefined;
  const issuer = async () => `${await parts.publicUrl()}/oidc`;

  async function build(at: string, jwks: { keys: never }): Promise<Provider> {
    const { buildProvider } = await import("./provider.ts");
    return buildProvider(at, jwks, parts);
  }

  return {
    issuer,
    async read() {
      const [at, { version, keys }] = await Promise.all([issuer(), parts.keys.read()]);
      const made = `${at} ${version}`;
      if (current?.made !== made)
        current = { made, provider: build(at, { keys: keys.map(({ jwk }) => ({ ...jwk })) as never }) };
      return current.provider;
    },
  };
}
