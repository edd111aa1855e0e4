/** What stands where a secret stood. */
export const REDACTED = "[secret]";

/** Shorter ones are not looked for: they would blot out ordinary words and show by their holes what they are. */
const SHORTEST = 4;

/**
 * The secrets this process knows. Whoever reads or makes one (configuration, key file, a token from Feishu) adds it, and no
 * log line or error text that went through `scrub` shows it any more: as it is, URL-encoded, in base64, or as JSON text.
 */
export class Secrets {
  readonly #values = new Set<string>();
  #pattern: RegExp | null = null;

  /** Values under four characters are left out; see `SHORTEST`. */
  add(value: string): void {
    if (value.length < SHORTEST || this.#values.has(value)) return;
    this.#values.add(value);
    this.#pattern = null;
  }

  /** Forgets a value that is no longer secret (an expired token), so that the list does not grow for ever. */
  remove(value: string): void {
    if (this.#values.delete(value)) this.#pattern = null;
  }

  /** The text with every known secret replaced. */
  scrub(text: string): string {
    if (this.#values.size === 0) return text;
    this.#pattern ??= anyOf(this.#values);
    return text.replace(this.#pattern, REDACTED);
  }
}

function anyOf(values: ReadonlySet<string>): RegExp {
  const forms = new Set([...values].flatMap(formsOf));
  // Longest first: a secret that begins like another must not leave its tail behind.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
}

function formsOf(value: string): string[] {
  const wellFormed = value.toWellFormed();
  return [
    value,
    encodeURIComponent(wellFormed),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value, "utf8").toString("base64").replace(/=+$/, ""),
    Buffer.from(value, "utf8").toString("base64url"),
  ];
}
