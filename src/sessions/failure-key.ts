import { formatAddress, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { dateOf } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import { fieldKey } from "./field-key.ts";
import { addressOf } from "./login-filter.ts";

/** What failed logins are counted by. */
export const FAILURE_KEYS = ["user", "host", "address", "network", "hour", "day"] as const;

/**
 * What failed logins are counted by. `network`: the first 24 bits of an IPv4 address, 64 of an IPv6
 * address. `hour`, `day`: as the clocks of a zone show them, `2026-11-20T13` and `2026-11-20`. An
 * hour that is shown twice, as the clocks are set back, is one.
 */
export type FailureKey = (typeof FAILURE_KEYS)[number];

/** What an entry is counted under: a {@link fieldKey}, `null` where it has no such thing. */
type KeyOf = (entry: LoginRecord) => string | null;

/** Gives the keys of one kind. */
export function keyReader(by: FailureKey, zone: Pick<Zone, "offsetAt"> | null): KeyOf {
  switch (by) {
    case "user":
      return userKey;
    case "host":
      return ({ host, hostBytes }) => fieldKey(host, hostBytes);
    case "address":
      return addressOf;
    case "network":
      return (entry) => networkOf(addressOf(entry));
    case "hour":
      return clockReader(zone, ":");
    case "day":
      return clockReader(zone, "T");
  }
}

/** The name that was tried. */
export function userKey({ user, userBytes }: LoginRecord): string {
  return fieldKey(user, userBytes);
}

const IPV6_NETWORK_BYTES = 8;

function networkOf(address: string | null): string | null {
  if (address === null) return null;
  if (!address.includes(":")) return `${address.slice(0, address.lastIndexOf("."))}.0/24`;
  const octets = parseAddress(address);
  return octets && `${formatAddress(octets.fill(0, IPV6_NETWORK_BYTES))}/64`;
}

/** @param end what stands behind the part of ISO 8601 that is wanted */
function clockReader(zone: Pick<Zone, "offsetAt"> | null, end: string): KeyOf {
  return ({ time }) => {
    if (time === null) return null;
    const seconds = Math.floor(time.getTime() / 1000);
    const offset = zone === null ? 0 : zone.offsetAt(seconds);
    const local = offset === null ? null : dateOf(seconds + offset, 0);
    return local?.toISOString().split(end, 1)[0] ?? null;
  };
}
