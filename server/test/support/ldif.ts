/** An entry of LDIF; attribute names as they are written. */
export interface LdifEntry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** Reads the entries ldapsearch -LLL -o ldif-wrap=no and slapcat print (RFC 2849). */
export function parseLdif(text: string): readonly LdifEntry[] {
  return text
    .split(/\n\n+/)
    .filter((block) => /^dn:/m.test(block))
    .map((block) => {
      const attributes: Record<string, string[]> = {};
      for (const line of block.split("\n")) {
        const [, name, encoded, plain] = /^([^:#\s]+):(?:: (.*)| ?(.*))$/.exec(line) ?? [];
        if (name === undefined) continue;
        const value = encoded === undefined ? (plain ?? "") : Buffer.from(encoded, "base64").toString("utf8");
        attributes[name] = [...(attributes[name] ?? []), value];
      }
      const { dn: [dn = ""] = [], ...others } = attributes;
      return { dn, attributes: others };
    });
}

/** Writes an entry for ldapadd; every value in base64, so that none needs to be looked at. */
export function renderLdif({ dn, attributes }: LdifEntry): string {
  const line = (name: string, value: string) => `${name}:: ${Buffer.from(value, "utf8").toString("base64")}`;
  const lines = Object.entries(attributes).flatMap(([name, values]) => values.map((value) => line(name, value)));
  return `${[line("dn", dn), ...lines].join("\n")}\n\n`;
}
