import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { formatAddress } from "../src/address.ts";
import { AddressRange } from "../src/cidr.ts";

const SEED = 20261123;

describe("a range", () => {
  test.each([
    ["192.0.2.0/24", "192.0.2.0", true],
    ["192.0.2.0/24", "192.0.2.255", true],
    ["192.0.2.0/24", "192.0.3.0", false],
    ["192.0.2.128/25", "192.0.2.127", false],
    ["192.0.2.128/25", "192.0.2.128", true],
    ["192.0.2.7", "192.0.2.7", true],
    ["192.0.2.7", "192.0.2.6", false],
    ["192.0.2.7/32", "192.0.2.7", true],
    ["0.0.0.0/0", "203.0.113.9", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["2001:db8::/32", "2001:db8:41::7", true],
    ["2001:db8::/32", "2001:db9::", false],
    ["2001:db8::1", "2001:DB8:0:0::1", true],
    ["2001:db8::1", "2001:db8::2", false],
    ["fe80::/10", "fe80::1%eth0", true],
    ["::/0", "2001:db8::1", true],
  ])("%s, and %s within: %p", (range, address, isWithin) => {
    expect(AddressRange.parse(range).hasText(address)).toBe(isWithin);
  });

  test.each([
    ["192.0.2.0/24", "::ffff:192.0.2.7", true],
    ["192.0.2.7", "::ffff:c000:207", true],
    ["::ffff:192.0.2.0/120", "192.0.2.7", true],
    ["::ffff:192.0.2.0/120", "192.0.3.7", false],
    ["::ffff:192.0.2.7", "::ffff:192.0.2.7", true],
    ["::ffff:0:0/96", "192.0.2.7", true],
    ["::/0", "192.0.2.7", false],
    ["::/0", "::ffff:192.0.2.7", false],
    ["::/64", "::ffff:192.0.2.7", false],
  ])("%s, and the mapped %s within: %p", (range, address, isWithin) => {
    expect(AddressRange.parse(range).hasText(address)).toBe(isWithin);
  });

  test.each(["", "gate.example.org", "192.0.2", "192.0.2.07", ":0", "192.0.2.7:S.1"])(
    "has no text that is no address: %p",
    (text) => {
      for (const range of ["0.0.0.0/0", "::/0"]) {
        expect(AddressRange.parse(range).hasText(text)).toBe(false);
      }
    },
  );

  test.each([
    ["192.0.2.0/33", "the prefix of such an address has at most 32 bits"],
    ["2001:db8::/129", "the prefix of such an address has at most 128 bits"],
    ["192.0.2.7/24", "bits behind the prefix must be zero, as in 192.0.2.0/24"],
    ["2001:db8::1/32", "bits behind the prefix must be zero, as in 2001:db8::/32"],
    ["::ffff:192.0.2.7/120", "bits behind the prefix must be zero, as in ::ffff:192.0.2.0/120"],
    ...["", "/24", "192.0.2.0/", "192.0.2.0/024", "192.0.2.0/-1", "192.0.2.0/24/24"].map(
      (text) => [text, "an address is wanted, as 192.0.2.0/24"] as const,
    ),
    ...["gate", "192.0.2.0/255.255.255.0", "fe80::1%eth0", " 192.0.2.1", "192.0.2.1\n"].map(
      (text) => [text, "an address is wanted, as 192.0.2.0/24"] as const,
    ),
  ])("is not %p", (text, why) => {
    const message = `Cannot take "${text}" as a range of addresses: ${why}`;
    expect(() => AddressRange.parse(text)).toThrow(new RangeError(message));
  });

  test("has what begins alike, bit by bit", () => {
    const octets = (length: number): fc.Arbitrary<Uint8Array> =>
      fc.uint8Array({ minLength: length, maxLength: length });
    const cases = fc.oneof(
      fc.tuple(octets(4), octets(4), fc.nat(32), fc.nat(32)),
      fc.tuple(octets(16), octets(16), fc.nat(128), fc.nat(128)),
    );
    let within = 0;
    const check = fc.property(cases, ([network, other, bits, alike]) => {
      // The first bits are made the same, so that both answers come up.
      const address = join(bitsOf(network).slice(0, alike) + bitsOf(other).slice(alike));
      const base = join(
        bitsOf(network)
          .slice(0, bits)
          .padEnd(network.length * 8, "0"),
      );
      const expected = bitsOf(address).startsWith(bitsOf(base).slice(0, bits));
      const range = AddressRange.parse(`${formatAddress(base)}/${bits}`);
      expect(range.has(address)).toBe(expected);
      expect(range.hasText(formatAddress(address))).toBe(expected);
      if (expected) within++;
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
    expect(within).toBeGreaterThan(300);
    expect(within).toBeLessThan(1900);
  });
});

function bitsOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(2).padStart(8, "0")).join("");
}

function join(bits: string): Uint8Array {
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
}
