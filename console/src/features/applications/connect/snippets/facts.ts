/** What a snippet is filled with. The secret is never among it: a placeholder stands in its place. */
export interface SnippetFacts {
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userinfoEndpoint: string;
  readonly jwksUri: string;
  readonly endSessionEndpoint: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Of the key that signs now: "ES256". */
  readonly algorithm: string;
  /** Where the application itself is, without a slash at its end. */
  readonly appUrl: string;
  /** Where it wants people back. */
  readonly redirectUrl: string;
}

/** A product, and the settings to paste into it. */
export interface Snippet {
  readonly id: string;
  /** The product's own name: the same in every language. */
  readonly product: string;
  /** The file the settings go into. */
  readonly file: string;
  /** Where the product wants people back, behind its own address. */
  readonly callbackPath: string;
  readonly write: (facts: SnippetFacts) => string;
}

/** Stands where the secret goes: it is shown once, and a page of settings is kept for long. */
export const SECRET_PLACE = "PASTE-THE-CLIENT-SECRET";
