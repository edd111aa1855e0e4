import type { Filter } from "../../src/core/ldap/filter.ts";
import { BerReader } from "../../src/platform/ldap-wire/ber-reader.ts";
import { BerWriter } from "../../src/platform/ldap-wire/ber-writer.ts";
import { RESPONSE } from "../../src/protocols/ldap/wire/messages.ts";

/** Messages as bytes, the client's requests foremost, and answers as values. */

export interface TestControl {
  readonly type: string;
  readonly critical?: boolean;
  readonly value?: Uint8Array;
}

export interface TestSearch {
  readonly base?: string;
  readonly scope?: "base" | "one" | "sub";
  readonly filter?: Filter;
  readonly attributes?: readonly string[];
  readonly sizeLimit?: number;
  readonly timeLimit?: number;
  readonly typesOnly?: boolean;
  readonly controls?: readonly TestControl[];
}

export const STARTTLS = "1.3.6.1.4.1.1466.20037";
export const WHOAMI = "1.3.6.1.4.1.4203.1.11.3";
export const EVERYTHING: Filter = { kind: "present", attribute: "objectClass" };

/** A message, whatever it says. */
export function message(id: number, write: (writer: BerWriter) => void, controls: readonly TestControl[] = []): Buffer {
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(id);
  write(writer);
  if (controls.length > 0) {
    writer.start(0xa0);
    for (const { type, critical = false, value } of controls) {
      writer.start(0x30);
      writer.text(type);
      if (critical) writer.octets(Buffer.of(0xff), 0x01);
      if (value) writer.octets(value);
      writer.end();
    }
    writer.end();
  }
  writer.end();
  return writer.take();
}

export const request = {
  bind: (id: number, name: string, password: string, options: { version?: number; controls?: TestControl[] } = {}) =>
    message(
      id,
      (writer) => {
        writer.start(0x60);
        writer.integer(options.version ?? 3);
        writer.text(name);
        writer.text(password, 0x80);
        writer.end();
      },
      options.controls,
    ),
  unbind: (id: number) => message(id, (writer) => writer.octets(Buffer.alloc(0), 0x42)),
  abandon: (id: number, other: number) => message(id, (writer) => writer.integer(other, 0x50)),
  delete: (id: number, dn: string, controls?: TestControl[]) =>
    message(id, (writer) => writer.text(dn, 0x4a), controls),
  extended: (id: number, name: string, controls?: TestControl[]) =>
    message(
      id,
      (writer) => {
        writer.start(0x77);
        writer.text(name, 0x80);
        writer.end();
      },
      controls,
    ),
  compare: (id: number, dn: string, attribute: string, value: string, controls?: TestControl[]) =>
    message(
      id,
      (writer) => {
        writer.start(0x6e);
        writer.text(dn);
        writer.start(0x30);
        writer.text(attribute);
        writer.text(value);
        writer.end();
        writer.end();
      },
      controls,
    ),
  search: (id: number, asked: TestSearch = {}) =>
    message(
      id,
      (writer) => {
        writer.start(0x63);
        writer.text(asked.base ?? "");
        writer.enumerated(["base", "one", "sub"].indexOf(asked.scope ?? "sub"));
        writer.enumerated(0);
        writer.integer(asked.sizeLimit ?? 0);
        writer.integer(asked.timeLimit ?? 0);
        writer.octets(Buffer.of(asked.typesOnly ? 0xff : 0), 0x01);
        writeFilter(writer, asked.filter ?? EVERYTHING);
        writer.start(0x30);
        for (const attribute of asked.attributes ?? []) writer.text(attribute);
        writer.end();
        writer.end();
      },
      asked.controls,
    ),
} as const;

/** The paged results control (RFC 2696). */
export function pageControl(size: number, cookie: Uint8Array = Buffer.alloc(0), critical = true): TestControl {
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(size);
  writer.octets(cookie);
  writer.end();
  return { type: "1.2.840.113556.1.4.319", critical, value: writer.take() };
}

const ASSERTIONS = { equal: 0xa3, atLeast: 0xa5, atMost: 0xa6, approx: 0xa8 } as const;

/** Writes a filter as RFC 4511 section 4.5.1.7 has it. */
export function writeFilter(writer: BerWriter, filter: Filter): void {
  switch (filter.kind) {
    case "present":
      writer.text(filter.attribute, 0x87);
      return;
    case "and":
    case "or":
      writer.start(filter.kind === "and" ? 0xa0 : 0xa1);
      for (const part of filter.parts) writeFilter(writer, part);
      break;
    case "not":
      writer.start(0xa2);
      writeFilter(writer, filter.part);
      break;
    case "substrings":
      writer.start(0xa4);
      writer.text(filter.attribute);
      writer.start(0x30);
      if (filter.initial !== null) writer.text(filter.initial, 0x80);
      for (const piece of filter.any) writer.text(piece, 0x81);
      if (filter.final !== null) writer.text(filter.final, 0x82);
      writer.end();
      break;
    case "extensible":
      writer.start(0xa9);
      if (filter.rule !== null) writer.text(filter.rule, 0x81);
      if (filter.attribute !== null) writer.text(filter.attribute, 0x82);
      writer.text(filter.value, 0x83);
      if (filter.dnAttributes) writer.octets(Buffer.of(0xff), 0x84);
      break;
    default:
      writer.start(ASSERTIONS[filter.kind]);
      writer.text(filter.attribute);
      writer.text(filter.value);
  }
  writer.end();
}

/** An answer: an entry, or how something ended. */
export type Answer =
  | {
      readonly kind: "entry";
      readonly id: number;
      readonly dn: string;
      readonly attributes: Readonly<Record<string, readonly string[]>>;
    }
  | {
      readonly kind: "result";
      readonly id: number;
      readonly tag: number;
      readonly code: number;
      readonly matchedDn: string;
      /** That of a page; null without the control. */
      readonly cookie: Buffer | null;
    };

/** Reads a frame the server sent. */
export function readAnswer(frame: Buffer): Answer {
  const reader = new BerReader(frame);
  const outer = reader.open(0x30);
  const id = reader.integer();
  const tag = reader.peek();
  const inner = reader.open(tag);
  if (tag === RESPONSE.entry) {
    const dn = reader.text();
    const attributes: Record<string, readonly string[]> = {};
    const list = reader.open(0x30);
    while (!reader.atEnd) {
      const one = reader.open(0x30);
      const name = reader.text();
      const values = reader.open(0x31);
      const held: string[] = [];
      while (!reader.atEnd) held.push(reader.text());
      reader.close(values);
      reader.close(one);
      attributes[name] = held;
    }
    reader.close(list);
    return { kind: "entry", id, dn, attributes };
  }
  const code = reader.integer(0x0a);
  const matchedDn = reader.text();
  while (!reader.atEnd) reader.skip();
  reader.close(inner);
  const cookie = reader.atEnd ? null : readCookie(reader);
  reader.close(outer);
  return { kind: "result", id, tag, code, matchedDn, cookie };
}

function readCookie(reader: BerReader): Buffer {
  const controls = reader.open(0xa0);
  const control = reader.open(0x30);
  reader.text();
  const value = new BerReader(reader.octets());
  reader.close(control);
  reader.close(controls);
  value.open(0x30);
  value.integer();
  return value.octets();
}
