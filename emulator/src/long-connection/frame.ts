import protobuf from "protobufjs/minimal.js";

/**
 * The frame of the long connection, protobuf proto2 (feishu-contract 9.2): 1 SeqID, 2 LogID, 3 service, 4 method,
 * 5 headers (1 key, 2 value), 8 payload. The first four are required: zeros are written too.
 */
export interface Frame {
  readonly seqId: number;
  readonly logId: number;
  readonly service: number;
  readonly method: FrameMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

export type FrameMethod = 0 | 1;
export const CONTROL: FrameMethod = 0;
export const DATA: FrameMethod = 1;

/** A message that is no frame. */
export class FrameMistake extends Error {}

const VARINT = 0;
const BYTES = 2;

export function encodeFrame(frame: Frame): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(tag(1, VARINT)).uint64(frame.seqId);
  writer.uint32(tag(2, VARINT)).uint64(frame.logId);
  writer.uint32(tag(3, VARINT)).int32(frame.service);
  writer.uint32(tag(4, VARINT)).int32(frame.method);
  for (const [key, value] of Object.entries(frame.headers)) {
    writer.uint32(tag(5, BYTES)).fork();
    writer.uint32(tag(1, BYTES)).string(key).uint32(tag(2, BYTES)).string(value);
    writer.ldelim();
  }
  if (frame.payload.length > 0) writer.uint32(tag(8, BYTES)).bytes(frame.payload);
  return writer.finish();
}

/** @throws FrameMistake where a required field is missing or the bytes are no protobuf */
export function decodeFrame(bytes: Uint8Array): Frame {
  const numbers: Record<number, number> = {};
  const headers: (readonly [key: string, value: string])[] = [];
  let payload: Uint8Array = new Uint8Array();
  try {
    const reader = protobuf.Reader.create(bytes);
    while (reader.pos < reader.len) {
      const key = reader.uint32();
      const field = key >>> 3;
      if (field === 1 || field === 2) numbers[field] = Number(reader.uint64());
      else if (field === 3 || field === 4) numbers[field] = reader.int32();
      else if (field === 5) headers.push(readHeader(reader));
      else if (field === 8) payload = reader.bytes();
      else reader.skipType(key & 7);
    }
  } catch (error) {
    throw new FrameMistake(`no frame: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { 1: seqId, 2: logId, 3: service, 4: method } = numbers;
  if (seqId === undefined || logId === undefined || service === undefined || method === undefined) {
    throw new FrameMistake("a required field is missing");
  }
  if (method !== CONTROL && method !== DATA) throw new FrameMistake(`unknown method ${method}`);
  return { seqId, logId, service, method, headers: Object.fromEntries(headers), payload };
}

function readHeader(reader: protobuf.Reader): readonly [key: string, value: string] {
  const end = reader.uint32() + reader.pos;
  let [name, value] = ["", ""];
  while (reader.pos < end) {
    const key = reader.uint32();
    if (key >>> 3 === 1) name = reader.string();
    else if (key >>> 3 === 2) value = reader.string();
    else reader.skipType(key & 7);
  }
  return [name, value];
}

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}
