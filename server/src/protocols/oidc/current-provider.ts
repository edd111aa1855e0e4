import type Provider from "oidc-provider";
import { buildProvider, type ProviderParts } from "./provider.ts";
import type { SigningKeys } from "./signing-keys.ts";

export interface CurrentProvider {
  /** The library as the public address and the keys want it now. */
  read(): Promise<Provider>;
  issuer(): Promise<string>;
}

/** Builds the provider anew when what it stands on has changed, here or in another process. */
export function makeCurrentProvider(
  parts: ProviderParts & { readonly keys: SigningKeys; readonly publicUrl: () => Promise<string> },
): CurrentProvider {
  let current: { readonly made: string; readonly provider: Provider } | undefined;
  const issuer = async () => `${await parts.publicUrl()}/oidc`;
  return {
    issuer,
    async read() {
      const [at, { version, keys }] = await Promise.all([issuer(), parts.keys.read()]);
      const made = `${at} ${version}`;
      if (current?.made !== made)
        current = { made, provider: buildProvider(at, { keys: keys.map(({ jwk }) => ({ ...jwk })) as never }, parts) };
      return current.provider;
    },
  };
}
