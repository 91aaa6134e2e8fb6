import { CString } from "bun:ffi";
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  fieldAddress,
  formatAddress,
  ipv4At,
  ipv4Word,
  oldAddress,
  parseAddress,
} from "../src/address.ts";
import { cString, openLibrary } from "../src/library.ts";

const SEED = 20261122;
const AF_INET = 2; // <bits/socket.h>
const AF_INET6 = 10;

const libc = openLibrary("libc.so.6", {
  inet_ntop: { args: ["i32", "ptr", "ptr", "u32"], returns: "ptr" }, // const char *inet_ntop(int, const void *, char *, socklen_t)
  inet_pton: { args: ["i32", "ptr", "ptr"], returns: "i32" }, // int inet_pton(int, const char *, void *)
});

function libcText(octets: Uint8Array): string {
  const family = octets.length === 4 ? AF_INET : AF_INET6;
  const text = libc.inet_ntop(family, octets, new Uint8Array(64), 64);
  if (text === null) throw new Error("inet_ntop failed");
  return new CString(text).toString();
}

function libcOctets(text: string): number[] | null {
  const family = text.includes(":") ? AF_INET6 : AF_INET;
  const octets = new Uint8Array(family === AF_INET ? 4 : 16);
  return libc.inet_pton(family, cString(text), octets) === 1 ? [...octets] : null;
}

const octet = fc.oneof(fc.constant(0), fc.constant(0xff), fc.nat(255));
const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
const group = fc.oneof(
  { weight: 3, arbitrary: fc.constant([0, 0]) },
  { weight: 1, arbitrary: fc.constant([0xff, 0xff]) },
  { weight: 2, arbitrary: fc.tuple(octet, octet) },
);
const ipv6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => Uint8Array.from(groups.flat()));
/** v4-mapped, v4-compatible, and those that only look like it. */
const embedded = fc
  .tuple(fc.constantFrom(0, 1, 0xff), fc.constantFrom(0, 0xff), fc.constantFrom(0, 0xff), ipv4)
  .map(([ninth, tenth, eleventh, tail]) =>
    Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, ninth, tenth, eleventh, ...tail),
  );
const addresses = fc.oneof(ipv4, ipv6, embedded, fc.uint8Array({ minLength: 16, maxLength: 16 }));

/** Texts that are addresses, or nearly. */
const nearlyAddresses = fc.oneof(
  fc.string({
    unit: fc.constantFrom(..."00125aF:::..", "::", "1.2.3.4", "ffff", "255", "256", "01"),
    maxLength: 18,
  }),
  fc
    .tuple(addresses.map(formatAddress), fc.nat(45), fc.constantFrom("", ":", ".", "0", "g", " "))
    .map(([text, at, insert]) => text.slice(0, at) + insert + text.slice(at + 1)),
);

function octetsOf(...head: readonly number[]): Uint8Array {
  const field = new Uint8Array(16);
  field.set(head);
  return field;
}

describe("formatAddress", () => {
  test("gives the text that inet_ntop gives", () => {
    const check = fc.property(addresses, (octets) => {
      expect(formatAddress(octets)).toBe(libcText(octets));
    });
    fc.assert(check, { seed: SEED, numRuns: 20_000 });
  });

  test("shortens the first of two longest runs of zeros, and no single zero", () => {
    expect(formatAddress(octetsOf(0x20, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1))).toBe(
      "2001::1:0:0:1:1",
    );
    expect(formatAddress(octetsOf(0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1))).toBe(
      "1:0:1:1:1:1:1:1",
    );
    expect(formatAddress(new Uint8Array(16))).toBe("::");
  });
});

describe("parseAddress", () => {
  test("gives the octets back that a text was made of", () => {
    const check = fc.property(addresses, (octets) => {
      expect(parseAddress(formatAddress(octets))).toEqual(octets);
    });
    fc.assert(check, { seed: SEED, numRuns: 20_000 });
  });

  test("takes and refuses what inet_pton takes and refuses", () => {
    let taken = 0;
    const check = fc.property(nearlyAddresses, (text) => {
      const octets = parseAddress(text);
      if (octets !== null) taken++;
      expect(octets === null ? null : [...octets]).toEqual(libcOctets(text));
    });
    fc.assert(check, { seed: SEED, numRuns: 20_000 });
    expect(taken).toBeGreaterThan(1000);
  });

  test("the zone behind a percent sign is no part of the address", () => {
    expect(parseAddress("fe80::1%eth0")).toEqual(parseAddress("fe80::1"));
    expect(parseAddress("10.0.0.1%eth0")).toBeNull();
  });

  test.each([
    "",
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "1.2.3.04",
    "1.2.3.4 ",
    "-1.2.3.4",
    "0x1.2.3.4",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "1:2:3:4:5:6::1.2.3.4",
    "::12345",
    "::g",
    "::1.2.3",
    "::1.2.3.256",
    "1.2.3.4::",
    "%::1",
  ])("%j is no address", (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe("IPv4 that is written in memory", () => {
  const numbers = fc.array(fc.oneof(fc.nat(300), fc.constantFrom("", "0", "00", "x")), {
    minLength: 1,
    maxLength: 6,
  });
  const behind = fc.constantFrom("", "\0", "\0.7", ".", "7", " ");

  test("is that of its text, up to a NUL, and no byte behind its end", () => {
    const check = fc.property(numbers, behind, fc.nat(20), (parts, rest, length) => {
      const field = `${parts.join(".")}${rest}`;
      const end = Math.min(field.length, length);
      const octets = parseAddress(field.slice(0, end).split("\0", 1)[0] ?? "");
      expect(ipv4At(Buffer.from(`..${field}.9.9`), 2, 2 + end)).toBe(octets && ipv4Word(octets));
    });
    fc.assert(check, { seed: SEED, numRuns: 5000 });
    for (const text of ["0.0.0.0", "192.0.2.7", "255.255.255.255"]) {
      const octets = Uint8Array.from(text.split("."), Number);
      expect(ipv4At(Buffer.from(text), 0, text.length)).toBe(ipv4Word(octets));
    }
  });
});

describe("fieldAddress", () => {
  test("nothing but zeros is no address", () => {
    expect(fieldAddress(new Uint8Array(16), "")).toBeNull();
    expect(fieldAddress(new Uint8Array(16), "::")).toBeNull();
  });

  test("a v4-mapped address is IPv4", () => {
    const mapped = octetsOf(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1);
    expect(fieldAddress(mapped, "")).toEqual(Uint8Array.of(192, 0, 2, 1));
    expect(fieldAddress(mapped, "::ffff:192.0.2.1")).toEqual(Uint8Array.of(192, 0, 2, 1));
  });

  test("an address that is not quite v4-mapped stays IPv6", () => {
    const nearly = octetsOf(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 192, 0, 2, 1);
    expect(fieldAddress(nearly, "")).toEqual(nearly);
    const compatible = octetsOf(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1);
    expect(fieldAddress(compatible, "")).toEqual(compatible);
  });

  test("twelve zero bytes at the end are IPv4, unless the host is that IPv6 address", () => {
    const field = octetsOf(0x20, 0x01, 0x0d, 0xb8);
    const address = Uint8Array.of(0x20, 0x01, 0x0d, 0xb8);
    expect(fieldAddress(field, "")).toEqual(address);
    expect(fieldAddress(field, "32.1.13.184")).toEqual(address);
    expect(fieldAddress(field, "2001:db8::1")).toEqual(address);
    expect(fieldAddress(field, "gate.example:0")).toEqual(address);
    expect(fieldAddress(field, "2001:db8::")).toEqual(field);
    expect(fieldAddress(field, "2001:0DB8:0:0::0")).toEqual(field);
    expect(fieldAddress(field, "2001:db8::%eth0")).toEqual(field);
  });

  test("a byte behind the first twelve makes it IPv6", () => {
    const field = octetsOf(192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    expect(fieldAddress(field, "")).toEqual(field);
  });

  test("the octets are a copy", () => {
    const field = octetsOf(192, 0, 2, 1);
    const octets = fieldAddress(field, "");
    field.fill(0);
    expect(octets).toEqual(Uint8Array.of(192, 0, 2, 1));
  });
});

test("the old tools take for IPv4 what has nothing behind its first word", () => {
  const shown = (...octets: readonly number[]): string =>
    formatAddress(oldAddress(Uint8Array.from(octets)));
  expect(shown(192, 0, 2, 1)).toBe("192.0.2.1");
  expect(shown(192, 0, 2, 1, ...Array.from({ length: 12 }, () => 0))).toBe("192.0.2.1");
  expect(shown(0x20, 1, 0xd, 0xb8, ...Array.from({ length: 12 }, () => 0))).toBe("32.1.13.184");
  expect(shown(0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 0), 1)).toBe("2001:db8::1");
  expect(shown(...Array.from({ length: 10 }, () => 0), 255, 255, 192, 0, 2, 9)).toBe(
    "::ffff:192.0.2.9",
  );
});
