/**
 * The frame of the long connection, protobuf proto2 (feishu contract 9.2): 1 SeqID, 2 LogID, 3 service, 4 method, 5 headers
 * (1 key, 2 value), 8 payload. The first four are required. What is answered goes back as the bytes it came as: the two
 * numbers are 64 bits wide, and fields that a later version adds belong to the sender.
 */
export interface Frame {
  readonly method: number;
  readonly headers: { readonly [key: string]: string };
  readonly payload: Buffer;
  /** Every field but the payload, as it came. */
  readonly kept: readonly { readonly number: number; readonly whole: Buffer }[];
}

export const CONTROL = 0;
export const DATA = 1;

/** Bytes that are no frame. */
export class FrameMalformed extends Error {
  override readonly name = "FrameMalformed";
}

const NOTHING = Buffer.alloc(0);
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** @throws FrameMalformed */
export function decodeFrame(bytes: Buffer): Frame {
  const seen = new Set<number>();
  const headers: Record<string, string> = Object.create(null);
  const kept: { number: number; whole: Buffer }[] = [];
  let method = CONTROL;
  let payload: Buffer = NOTHING;
  for (const field of fieldsOf(bytes)) {
    seen.add(field.number);
    if (field.number === 4) method = field.value;
    if (field.number === 5) readHeader(field.bytes, headers);
    if (field.number === 8) payload = field.bytes;
    else kept.push({ number: field.number, whole: field.whole });
  }
  for (const required of [1, 2, 3, 4]) {
    if (!seen.has(required)) throw new FrameMalformed(`field ${required} is missing`);
  }
  return { method, headers, payload, kept };
}

/** The answer to a frame: the same with one more header and another payload, in the order of the fields' numbers. */
export function replyTo({ kept }: Frame, header: readonly [key: string, value: string], payload: Buffer): Buffer {
  const between = (from: number, to: number) =>
    kept.filter(({ number }) => number >= from && number < to).map(({ whole }) => whole);
  return Buffer.concat([
    ...between(0, 6),
    writeHeader(...header),
    ...between(6, 8),
    writeBytes(8, payload),
    ...between(8, Number.POSITIVE_INFINITY),
  ]);
}

/** A sign of life to the service that the connection's address names. */
export function pingFrame(service: number): Buffer {
  return Buffer.concat([
    writeNumber(1, 0),
    writeNumber(2, 0),
    writeNumber(3, service),
    writeNumber(4, CONTROL),
    writeHeader("type", "ping"),
  ]);
}

interface Field {
  readonly number: number;
  /** Of a varint; exact up to 53 bits. */
  readonly value: number;
  /** Of a length-delimited field. */
  readonly bytes: Buffer;
  /** Key and all. */
  readonly whole: Buffer;
}

function* fieldsOf(bytes: Buffer): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const begin = at;
    const key = readVarint(bytes, at);
    at = key.next;
    let value = 0;
    let content: Buffer = NOTHING;
    const wireType = key.value % 8;
    if (wireType === VARINT) {
      ({ value, next: at } = readVarint(bytes, at));
    } else {
      const length = wireType === BYTES ? readVarint(bytes, at) : { value: fixedLength(wireType), next: at };
      at = length.next + length.value;
      if (at > bytes.length) throw new FrameMalformed("cut off");
      content = bytes.subarray(length.next, at);
    }
    yield { number: Math.floor(key.value / 8), value, bytes: content, whole: bytes.subarray(begin, at) };
  }
}

function fixedLength(wireType: number): number {
  if (wireType === FIXED64) return 8;
  if (wireType === FIXED32) return 4;
  throw new FrameMalformed(`wire type ${wireType}`);
}

function readVarint(bytes: Buffer, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let place = 0; place < 10; place++) {
    const byte = bytes[from + place];
    if (byte === undefined) throw new FrameMalformed("cut off");
    value += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) return { value, next: from + place + 1 };
  }
  throw new FrameMalformed("a number without an end");
}

function readHeader(bytes: Buffer, headers: Record<string, string>): void {
  let [key, value] = ["", ""];
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) key = field.bytes.toString("utf8");
    if (field.number === 2) value = field.bytes.toString("utf8");
  }
  headers[key] = value;
}

function writeHeader(key: string, value: string): Buffer {
  return writeBytes(5, Buffer.concat([writeBytes(1, Buffer.from(key)), writeBytes(2, Buffer.from(value))]));
}

function writeNumber(field: number, value: number): Buffer {
  return Buffer.concat([writeVarint(field * 8 + VARINT), writeVarint(value)]);
}

function writeBytes(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([writeVarint(field * 8 + BYTES), writeVarint(bytes.length), bytes]);
}

function writeVarint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  while (left >= 0x80) {
    bytes.push((left % 0x80) + 0x80);
    left = Math.floor(left / 0x80);
  }
  return Buffer.from([...bytes, left]);
}
