import type { Attributes, FoundEntry } from "../../core/ldap/provision/types.ts";
import { BerReader } from "../../platform/ldap-wire/ber-reader.ts";
import { LastRead } from "../../platform/ldap-wire/last-read.ts";
import { WordTable } from "../../platform/ldap-wire/word-table.ts";

/** Tag of a search's entry (RFC 4511 section 4.5.2). */
export const ENTRY = 0x64;
const [TEXT, SEQUENCE, SET] = [0x04, 0x30, 0x31];

/** What no attribute is called, as RFC 4512 section 1.4 has it, is passed over: it could mean something to an object. */
const NAME = /^[a-z0-9]/;
const names = new WordTable((octets) => {
  const name = octets.toString("utf8").toLowerCase();
  return NAME.test(name) ? name : "";
});

/** Makes what reads the entries of one search, most of which have the same classes. */
export function makeEntryReceiver(): (reader: BerReader) => FoundEntry {
  const lastClasses = new LastRead<readonly string[]>();
  /** @param reader stands before the entry, and behind it afterwards */
  return (reader) => {
    const outer = reader.open(ENTRY);
    const dn = reader.text();
    const from = reader.position;
    let uuid = "";
    let classes: readonly string[] = [];
    readAttributes(reader, (name) => {
      if (name === "entryuuid") [uuid = ""] = readTexts(reader);
      else if (name === "objectclass") classes = reader.again(lastClasses, () => readTexts(reader));
      else skipTexts(reader);
    });
    const list = reader.between(from, reader.position);
    reader.close(outer);
    return new ReceivedEntry(dn, uuid, classes, list);
  };
}

/**
 * An entry that keeps its attributes as the octets they came in: of a hundred thousand entries, texts and lists of them would be a
 * million and a half objects, nearly all to be looked at once. That the octets can be read is known from the start.
 */
class ReceivedEntry implements FoundEntry {
  readonly dn: string;
  readonly uuid: string;
  readonly classes: readonly string[];
  readonly #list: Buffer;

  constructor(dn: string, uuid: string, classes: readonly string[], list: Buffer) {
    this.dn = dn;
    this.uuid = uuid;
    this.classes = classes;
    this.#list = list;
  }

  get attributes(): Attributes {
    const reader = new BerReader(this.#list);
    const attributes: Record<string, readonly string[]> = {};
    readAttributes(reader, (name) => {
      if (name === "" || name === "entryuuid" || name === "objectclass") skipTexts(reader);
      else {
        const texts = readTexts(reader);
        if (texts.length > 0) attributes[name] = texts;
      }
    });
    return attributes;
  }
}

/** @param take has to read the values, for which the reader stands ready */
function readAttributes(reader: BerReader, take: (name: string) => void): void {
  const list = reader.open(SEQUENCE);
  while (!reader.atEnd) {
    const attribute = reader.open(SEQUENCE);
    take(reader.word(names));
    reader.close(attribute);
  }
  reader.close(list);
}

function readTexts(reader: BerReader): readonly string[] {
  const values = reader.open(SET);
  const texts: string[] = [];
  while (!reader.atEnd) texts.push(reader.text());
  reader.close(values);
  return texts;
}

function skipTexts(reader: BerReader): void {
  const values = reader.open(SET);
  while (!reader.atEnd) reader.skip(TEXT);
  reader.close(values);
}
