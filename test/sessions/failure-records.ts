// Failed logins as attackers leave them, and what a few lines without any care for speed make of
// them: the model that the project's own counting is held against.

import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { entryOf, type UtmpEntry } from "../../src/entry.ts";
import { UtmpReader } from "../../src/reader.ts";
import { recordBytes, type TestRecord } from "../records.ts";

/** A place that logins come from: octets as a record has them, and how they are written. */
interface Place {
  readonly octets: readonly number[];
  readonly text: string | null;
  readonly network: string | null;
}

const V6 = [0x20, 0x01, 0x0d, 0xb8];
const ZEROS = Array<number>(12).fill(0);
const PLACES: readonly Place[] = [
  { octets: [], text: null, network: null },
  { octets: [192, 0, 2, 1], text: "192.0.2.1", network: "192.0.2.0/24" },
  { octets: [192, 0, 2, 255], text: "192.0.2.255", network: "192.0.2.0/24" },
  { octets: [192, 0, 3, 1], text: "192.0.3.1", network: "192.0.3.0/24" },
  {
    octets: [...Array<number>(10).fill(0), 255, 255, 192, 0, 2, 9],
    text: "192.0.2.9",
    network: "192.0.2.0/24",
  },
  {
    octets: [...V6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    text: "2001:db8::1",
    network: "2001:db8::/64",
  },
  {
    octets: [...V6, 0, 0, 0, 0, 0xab, 0, 0, 0, 0, 0, 0, 2],
    text: "2001:db8::ab00:0:0:2",
    network: "2001:db8::/64",
  },
  {
    octets: [...V6, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1],
    text: "2001:db8:0:5::1",
    network: "2001:db8:0:5::/64",
  },
  { octets: [10, 0, 0, 1, ...ZEROS], text: "10.0.0.1", network: "10.0.0.0/24" },
];

/** Every kind of byte that a name from the network can have. */
export const HOSTILE: readonly Uint8Array[] = [
  "root",
  "",
  "Summer2026!",
  "a b",
  "\x1b[2J\x1b]0;x\x07",
  "a\nroot  ssh:notty  192.0.2.7",
  "a\rb",
  "\ttab",
  "\x7f\b",
  "\u0085\u009b31m",
  "\u202egnp.exe",
  "a\u200bb\u2060\ufeff",
  "\u2028\u2029",
  "e\u0301\u0300",
  "日本語",
  "🙂",
  "=1+1",
  "+1",
  "-1",
  "@x",
  'a"b,c',
  "\\x1b\\u{202e}",
  "__proto__",
  "constructor",
  "<unknown:4>",
  "x".repeat(32),
  "é".repeat(16),
].map((text) => new TextEncoder().encode(text));

/** Such as are not valid UTF-8, and pairs of them that differ in nothing else. */
export const INVALID: readonly Uint8Array[] = [
  [0xff],
  [0xfe],
  [0x61, 0xff],
  [0x61, 0xfe],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xe2, 0x82],
  [0xf4, 0x90, 0x80, 0x80],
  [0x80, 0x1b, 0x5b, 0x6d],
  [...Array<number>(31).fill(0x79), 0xc3],
].map((bytes) => Uint8Array.from(bytes));

/** A generator of numbers below 1 that is the same in every run: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A failed login as it is written, and what it is to be read as. */
export interface Failure {
  readonly record: TestRecord;
  /** Bytes of the name as hex. */
  readonly user: string;
  readonly host: string;
  readonly line: string;
  readonly micros: number;
  readonly address: string | null;
  readonly network: string | null;
}

/** 2026-10-20T00:00:00Z: the clocks of Europe are set back within the days that follow. */
const START = 1_792_454_400;
const SPAN = 12 * 86_400;
const LINES = ["ssh:notty", "tty1", "pts/0", ""];
const HOSTS = [
  "",
  "192.0.2.1",
  "gate.example",
  "::ffff:203.0.113.7",
  "2001:DB8::5",
  "fe80::1%eth0",
];
const HOST_PLACES: Readonly<Record<string, readonly [string, string]>> = {
  "192.0.2.1": ["192.0.2.1", "192.0.2.0/24"],
  "::ffff:203.0.113.7": ["203.0.113.7", "203.0.113.0/24"],
  "2001:DB8::5": ["2001:db8::5", "2001:db8::/64"],
  "fe80::1%eth0": ["fe80::1", "fe80::/64"],
};

/** Failed logins at random: few names and places, so that they meet, and times out of order. */
export function randomFailures(count: number, seed: number): Failure[] {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const names = [...HOSTILE, ...INVALID];
  return Array.from({ length: count }, () => {
    const user = names[below(2) === 0 ? below(3) : below(names.length)] ?? new Uint8Array();
    const named = HOSTS[below(HOSTS.length)] ?? "";
    const host = below(3) === 0 ? names[below(names.length)] : new TextEncoder().encode(named);
    const line = LINES[below(LINES.length)] ?? "";
    const place = PLACES[below(PLACES.length)];
    const seconds = START + below(SPAN);
    const microseconds = below(1e6);
    const hostHex = (host ?? new Uint8Array()).toHex();
    const isNamed = hostHex === Buffer.from(named).toString("hex");
    const [address = null, network = null] = (isNamed ? HOST_PLACES[named] : undefined) ?? [];
    return {
      record: {
        type: "LOGIN_PROCESS",
        pid: below(30_000),
        user,
        host: host ?? new Uint8Array(),
        line,
        seconds,
        microseconds,
        address: place?.octets ?? [],
      },
      user: user.toHex(),
      host: hostHex,
      line,
      micros: seconds * 1e6 + microseconds,
      address: place?.text ?? address,
      network: place?.network ?? network,
    };
  });
}

/** Decoded as a file of them is. */
export function entriesOf(records: readonly TestRecord[]): UtmpEntry[] {
  const { size } = linuxGlibc384;
  const chunk = new Chunk(recordBytes(records), size, 0, "file");
  const reader = new UtmpReader(linuxGlibc384, "little");
  return records.map((_, i) => entryOf(reader.read(chunk, i * size)));
}

/** What failed logins under one key have in common. */
export interface ModelCount {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly users: number;
  readonly addresses: number;
}

/** Counts by comparing everything with everything. */
export function modelCounts(
  failures: readonly Failure[],
  keyOf: (failure: Failure) => string | null,
): Map<string | null, ModelCount> {
  const keys = new Set(failures.map(keyOf));
  return new Map(
    Array.from(keys, (key) => {
      const group = failures.filter((failure) => keyOf(failure) === key);
      const times = group.map(({ micros }) => micros);
      const addresses = new Set(group.map(({ address }) => address));
      addresses.delete(null);
      const users = new Set(group.map(({ user }) => user)).size;
      const span = { first: Math.min(...times), last: Math.max(...times) };
      return [key, { count: group.length, ...span, users, addresses: addresses.size }];
    }),
  );
}
