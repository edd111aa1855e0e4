import { attributeTypes } from "../../../src/core/ldap/attribute-types.ts";
import type { Filter } from "../../../src/core/ldap/filter.ts";
import { BerWriter } from "../../../src/platform/ldap-wire/ber-writer.ts";
import { pageControl, request, WHOAMI } from "../../support/ldap-frames.ts";
import { APP_DN, WORLD_BASE } from "../../support/memory-ldap.ts";
import type { Random } from "./random.ts";

/** A frame, and whether a server may go on after it. Those that break a bound end the connection. */
export interface HostileFrame {
  readonly bytes: Buffer;
  readonly kind: "odd" | "random" | "mutated" | "lying" | "deep" | "wide";
}

const NAMES = [
  ...attributeTypes.flatMap(({ names }) => names),
  "nonsense",
  "",
  "*",
  "1.1",
  "+",
  "cn;lang-zh",
  "2.5.4.3",
];
const VALUES = [
  "u7",
  "",
  " ",
  "*",
  "李伟",
  "🙂",
  "uid=u7,ou=people,dc=example,dc=com",
  "20260301000000Z",
  "100007",
  "-1",
  "\0",
];
const BASES = [
  ...["", WORLD_BASE, `ou=people,${WORLD_BASE}`, `ou=groups,${WORLD_BASE}`, `ou=d0,ou=departments,${WORLD_BASE}`],
  ...[
    `uid=u7,ou=people,${WORLD_BASE}`,
    "cn=Subschema",
    "nope",
    `ou=nope,${WORLD_BASE}`,
    "uid=\\zz",
    `${"ou=a,".repeat(70)}dc=x`,
  ],
];

/** A request that is one, however odd what it asks for. */
function oddRequest(random: Random, id: number): Buffer {
  switch (random.below(8)) {
    case 0:
      return request.bind(
        id,
        random.of([APP_DN, "", "nope", `uid=u7,ou=people,${WORLD_BASE}`]),
        random.of(["", "wrong"]),
        {
          version: random.of([3, 3, 3, 2, 4]),
        },
      );
    case 1:
      return request.compare(id, random.of(BASES), random.of(NAMES), random.of(VALUES));
    case 2:
      return request.abandon(id, random.below(id + 2));
    case 3:
      return request.delete(id, random.of(BASES));
    case 4:
      return request.extended(id, random.of([WHOAMI, "1.2.3", "", "1".repeat(random.below(300))]));
    default:
      return request.search(id, {
        base: random.of(BASES),
        scope: random.of(["base", "one", "sub"]),
        filter: oddFilter(random, 4),
        attributes: Array.from({ length: random.below(6) }, () => random.of(NAMES)),
        sizeLimit: random.of([0, 1, 5, 5, 5]),
        timeLimit: random.of([0, 1]),
        typesOnly: random.chance(0.2),
        controls: random.chance(0.3)
          ? [pageControl(random.below(20), random.chance(0.3) ? random.bytes(28) : undefined)]
          : random.chance(0.1)
            ? [{ type: "1.2.3", critical: random.chance(0.5), value: random.bytes(random.below(9)) }]
            : [],
      });
  }
}

function oddFilter(random: Random, depth: number): Filter {
  const attribute = random.of(NAMES);
  const value = random.of(VALUES);
  const some = (most: number) => Array.from({ length: random.below(most + 1) }, () => random.of(VALUES));
  switch (random.below(depth > 0 ? 9 : 6)) {
    case 0:
      return { kind: "present", attribute };
    case 1:
      return { kind: random.of(["atLeast", "atMost", "approx"]), attribute, value };
    case 2:
      return {
        kind: "substrings",
        attribute,
        initial: random.of(VALUES),
        any: some(3),
        final: random.of([null, ...VALUES]),
      };
    case 3:
      return {
        kind: "extensible",
        rule: random.of([null, "caseIgnoreMatch", "1.2.3"]),
        attribute,
        value,
        dnAttributes: random.chance(0.5),
      };
    case 6:
    case 7:
      return {
        kind: random.of(["and", "or"]),
        parts: Array.from({ length: random.below(4) }, () => oddFilter(random, depth - 1)),
      };
    case 8:
      return { kind: "not", part: oddFilter(random, depth - 1) };
    default:
      return { kind: "equal", attribute, value };
  }
}

/** A filter of so many levels, written from the inside out: it may have more of them than a stack has room for. */
function deepSearch(id: number, levels: number): Buffer {
  let inner: Buffer = Buffer.from([0x87, 2, 0x63, 0x6e]);
  for (let level = 0; level < levels; level++) {
    const header = Buffer.alloc(6);
    header[0] = level % 2 === 0 ? 0xa2 : 0xa0;
    header[1] = 0x84;
    header.writeUInt32BE(inner.length, 2);
    inner = Buffer.concat([header, inner]);
  }
  return searchWith(id, inner);
}

function wideSearch(id: number, width: number): Buffer {
  const writer = new BerWriter();
  writer.start(0xa1);
  for (let at = 0; at < width; at++) writer.text("cn", 0x87);
  writer.end();
  return searchWith(id, writer.take());
}

/** A search whose filter is given as bytes. */
function searchWith(id: number, filter: Buffer): Buffer {
  const body = Buffer.concat([
    Buffer.from([0x04, 0x00, 0x0a, 1, 2, 0x0a, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0]),
    filter,
    Buffer.from([0x30, 0x00]),
  ]);
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(id);
  writer.octets(body, 0x63);
  writer.end();
  return writer.take();
}

/** Bytes changed, cut out, doubled or cut off. */
function mutate(random: Random, original: Buffer): Buffer {
  let frame: Buffer = Buffer.from(original);
  for (let change = random.below(4); change >= 0; change--) {
    const at = random.below(frame.length);
    const rest = frame.subarray(at + random.below(9));
    switch (random.below(5)) {
      case 0:
        frame = Buffer.concat([frame.subarray(0, at), rest]);
        break;
      case 1:
        frame = Buffer.concat([frame.subarray(0, at), random.bytes(random.below(9)), frame.subarray(at)]);
        break;
      default:
        if (frame.length > 0) frame[at] = random.below(256);
    }
    if (frame.length === 0) return random.bytes(3);
  }
  return frame;
}

/** One length somewhere inside says something else: a little or very much more or less, or that it is indefinite. */
function lie(random: Random, original: Buffer): Buffer {
  const frame = Buffer.from(original);
  const lengths = [...frame.entries()].filter(([at, byte]) => at > 6 && byte === 0x84 && at + 5 <= frame.length);
  const [at] = random.of(lengths.length > 0 ? lengths : [[1, 0] as [number, number]]);
  const told = random.of([
    0,
    1,
    0x7f,
    0xff,
    0xffff,
    0x7fffffff,
    0x80000000,
    0xffffffff,
    frame.length,
    frame.length * 2,
  ]);
  if (random.chance(0.2)) frame[at] = random.of([0x80, 0x85, 0xff]);
  else if (frame.length >= at + 5) frame.writeUInt32BE(told, at + 1);
  return frame;
}

export function hostileFrame(random: Random, id: number): HostileFrame {
  const dice = random.below(1000);
  if (dice < 3) return { kind: "deep", bytes: deepSearch(id, random.of([10, 31, 32, 33, 100, 1_000, 5_000, 10_000])) };
  if (dice < 6) return { kind: "wide", bytes: wideSearch(id, random.of([100, 2_047, 2_048, 5_000, 20_000])) };
  if (dice < 100) return { kind: "random", bytes: random.bytes(1 + random.below(200)) };
  if (dice < 300) return { kind: "mutated", bytes: mutate(random, oddRequest(random, id)) };
  if (dice < 400) return { kind: "lying", bytes: lie(random, oddRequest(random, id)) };
  return { kind: "odd", bytes: oddRequest(random, id) };
}
