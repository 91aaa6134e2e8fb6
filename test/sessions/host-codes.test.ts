import { expect, test } from "bun:test";
import fc from "fast-check";
import { layoutNamed, layoutNames } from "../../platforms/index.ts";
import { Chunk } from "../../src/chunk.ts";
import { entryOf } from "../../src/entry.ts";
import { UtmpReader } from "../../src/reader.ts";
import { WORDS } from "../../src/sessions/code-numbers.ts";
import { fieldKey } from "../../src/sessions/field-key.ts";
import { HostCodes } from "../../src/sessions/host-codes.ts";
import { recordBytes } from "../records.ts";

const SEED = 20261129;

const octet = fc.nat(255);
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
/** What nearly is an address, and other hosts. */
const host = fc.oneof(
  address,
  fc.array(fc.nat(300), { maxLength: 6 }).map((numbers) => numbers.join(".")),
  fc.constantFrom("", "gate", "0.0.0.0", "255.255.255.255", "01.2.3.4", "1.2.3.4.", ".1.2.3.4"),
  fc.constantFrom("1.2.3", "1..2.3", "1.2.3.4 ", "1.2.3.x", "::ffff:1.2.3.4", "2001:db8::1"),
  fc.uint8Array({ maxLength: 16 }).map((bytes) => bytes.map((byte) => byte || 1)),
);

const layouts = layoutNames("utmp").map((name) => ({ name, ...layoutNamed(name, "utmp") }));

test.each(layouts)("$name: a code stands for one host, however it is told", (named) => {
  const { layout, endian } = named;
  const reader = new UtmpReader(layout, endian);
  const check = fc.property(fc.array(host, { maxLength: 20 }), (hosts) => {
    const codes = new HostCodes();
    const records = hosts.map((host) => {
      const bytes = recordBytes([{ user: "u", line: "l", host }], layout, endian);
      return reader.read(new Chunk(bytes, layout.size, 0, "file"), 0);
    });
    const keys = records.map(({ host, hostBytes }) => fieldKey(host, hostBytes));
    const all = records.map((record) => codes.codeOf(record));
    expect(all.map((code) => codes.textOf(code))).toEqual(keys);
    expect(Math.min(0, ...all)).toBe(0);
    expect(new Set(all).size).toBe(new Set(keys).size);
    // An entry tells its text alone.
    expect(records.map((record) => codes.codeOf(entryOf(record)))).toEqual(all);
  });
  fc.assert(check, { seed: SEED, numRuns: 60 });
});

test("that of IPv4 are its octets, for which no text is made", () => {
  const bytes = recordBytes([{ host: "192.0.2.7" }, { host: "gate" }]);
  const { layout, endian } = layoutNamed("linux-glibc-384-le", "utmp");
  const reader = new UtmpReader(layout, endian);
  const chunk = new Chunk(bytes, layout.size, 0, "file");
  const codes = new HostCodes();
  expect(codes.codeOf(reader.read(chunk, 0))).toBe(0x070200c0);
  expect(codes.codeOf(reader.read(chunk, layout.size))).toBeGreaterThan(WORDS);
});
