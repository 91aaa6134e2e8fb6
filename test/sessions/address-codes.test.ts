import { expect, test } from "bun:test";
import fc from "fast-check";
import { layoutNamed, layoutNames } from "../../platforms/index.ts";
import { formatAddress, ipv4Text, parseAddress } from "../../src/address.ts";
import { Chunk } from "../../src/chunk.ts";
import type { AddressField } from "../../src/layout.ts";
import { UtmpReader } from "../../src/reader.ts";
import type { UtmpRecord } from "../../src/record.ts";
import { AddressCodes } from "../../src/sessions/address-codes.ts";
import { NONE } from "../../src/sessions/code-numbers.ts";
import { addressOf } from "../../src/sessions/login-filter.ts";
import { recordBytes } from "../records.ts";

const SEED = 20261129;
const ZERO = Array<number>(12).fill(0);
const PREFIX = [0x20, 1, 0xd, 0xb8];
const SIN_ADDR = 4; // offsetof(struct sockaddr_in, sin_addr)

const octet = fc.nat(255);
const four = fc.tuple(octet, octet, octet, octet);

/** Octets of a field of 16: of IPv4, IPv6, IPv6 that ends in zeros, IPv4 mapped to IPv6. */
const field16 = fc.oneof(
  four.map((octets) => [...octets, ...ZERO]),
  fc.array(octet, { minLength: 16, maxLength: 16 }),
  fc.constant([...PREFIX, ...ZERO]),
  four.map((octets) => [...ZERO.slice(2), 0xff, 0xff, ...octets]),
  fc.constant(Array<number>(16).fill(0)),
);
const hosts = fc.constantFrom("", "gate", "192.0.2.7", "2001:db8::", "a:1", "::ffff:192.0.2.7");

/** The bytes of a socket address: its length, its family, a port, and an address. */
function socket(family: number, address: readonly number[]): number[] {
  const [ipv4, ipv6] = [family === 2, family === 24 || family === 10];
  return [ipv4 ? 16 : 28, family, 0, 22, ...(ipv6 ? [0, 0, 0, 0] : []), ...address];
}

function fieldBytes(field: AddressField): fc.Arbitrary<readonly number[]> {
  if (field.inet6 !== null) {
    const family = fc.constantFrom(0, 2, field.inet6);
    return fc.tuple(family, field16).map(([of, address]) => socket(of, address).slice(0, 28));
  }
  return field.length === 4 ? four : field16;
}

function networkOf(address: string): string {
  const octets = parseAddress(address) ?? new Uint8Array(0);
  const bytes = octets.length === 4 ? 3 : 8;
  return `${formatAddress(octets.fill(0, bytes))}/${8 * bytes}`;
}

const layouts = layoutNames("utmp").map((name) => ({ name, ...layoutNamed(name, "utmp") }));

test.each(layouts)("$name: IPv4 by its octets is the address as text", ({ layout, endian }) => {
  const reader = new UtmpReader(layout, endian);
  const field = layout.fields.address;
  const bytes = field === null ? fc.constant([]) : fieldBytes(field);
  const start = (field?.inet6 ?? null) === null ? 0 : SIN_ADDR;
  const check = fc.property(fc.array(fc.tuple(bytes, hosts), { maxLength: 20 }), (records) => {
    const read = records.map(([address, host]) => {
      const given = { user: "u", line: "l", host };
      const made = recordBytes([given], layout, endian);
      if (field !== null) made.set(address, field.offset);
      const record: UtmpRecord = reader.read(new Chunk(made, layout.size, 0, "file"), 0);
      if (record.ipv4 !== 0) {
        expect(ipv4Text(record.ipv4)).toBe(address.slice(start, start + 4).join("."));
        expect(record.address).toBe(ipv4Text(record.ipv4));
      }
      return record;
    });
    const texts = read.map(addressOf);
    const [codes, networks] = [new AddressCodes("address"), new AddressCodes("network")];
    const all = read.map((record) => codes.codeOf(record));
    expect(all.map((code) => codes.textOf(code))).toEqual(texts);
    expect(all.map((code) => code === NONE)).toEqual(texts.map((text) => text === null));
    expect(read.map((record) => networks.textOf(networks.codeOf(record)))).toEqual(
      texts.map((text) => text && networkOf(text)),
    );
  });
  fc.assert(check, { seed: SEED, numRuns: 60 });
});

test("thousands of addresses keep their codes", () => {
  const { layout, endian } = layoutNamed("linux-glibc-384-le", "utmp");
  const reader = new UtmpReader(layout, endian);
  const codes = new AddressCodes("address");
  const all = Array.from({ length: 5000 }, (_, i) => {
    const address =
      i % 5 === 0 ? [...PREFIX, ...ZERO.slice(1), i & 0xff] : [1, 2, i >> 8, i & 0xff];
    const bytes = recordBytes([{ user: "u", address, host: "h" }]);
    return reader.read(new Chunk(bytes, layout.size, 0, "file"), 0);
  });
  const first = all.map((record) => codes.codeOf(record));
  expect(all.map((record) => codes.codeOf(record))).toEqual(first);
  expect(first.map((code) => codes.textOf(code))).toEqual(all.map(({ address }) => address));
  expect(new Set(first).size).toBe(4000 + 256);
});
