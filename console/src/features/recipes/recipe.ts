import type { RecipeFacts, Transport } from "./recipe-facts.ts";

/** A sentence in both languages; it stands beside the settings it explains. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** A field of a product's own page and what goes into it. A name that the product itself translates is given in both. */
export interface Setting {
  readonly name: string | Words;
  readonly value: string;
}

/** A file or command line to copy. */
export interface Snippet {
  readonly name: string;
  readonly text: string;
}

/** How one product is joined to LDAP: what is typed where, what goes wrong, how to see that it works. */
export interface Recipe {
  readonly id: string;
  /** The product's own name: the same in every language. */
  readonly product: string;
  readonly about: Words;
  /** The ways it can speak to us, where it does not know them all. */
  readonly transports?: readonly Transport[];
  /** Where in the product the settings are typed. */
  readonly place?: Words;
  readonly settings?: (facts: RecipeFacts) => readonly Setting[];
  readonly snippets?: (facts: RecipeFacts) => readonly Snippet[];
  readonly traps: readonly Words[];
  readonly tests: readonly Words[];
  /** A command that tries it, where the product has one. */
  readonly tryLine?: (facts: RecipeFacts) => string;
}

/** Stands where the password goes: it is shown once, and a page of settings is kept for long. */
export const PASSWORD_PLACE = "PASTE-THE-PASSWORD";
