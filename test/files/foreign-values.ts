import { typesOf } from "../platforms/header-structs.ts";
import type { Value } from "./foreign-structs.ts";
import type { System, Written } from "./foreign-system.ts";

/** The members of a struct as a writer sets them. */
export function valuesOf({ types, inet6 }: System, written: Written): Map<string, Value> {
  const none = new Uint8Array(0);
  const { user = none, octets = [], seconds, microseconds } = written;
  const host = written.host ?? none;
  return new Map<string, Value>([
    ...(types === null ? [] : ([["type", typesOf(types).indexOf(written.type)]] as const)),
    ["line", written.line ?? none],
    ["user", user],
    ["name", user],
    ["host", host],
    ["id", written.id ?? none],
    ["pid", written.pid ?? 0],
    ["session", written.session ?? 0],
    ["e_termination", written.termination ?? 0],
    ["e_exit", written.exit ?? 0],
    ["tv_sec", seconds],
    ["time", seconds],
    ["tv_usec", microseconds],
    ["tv", BigInt(seconds) * 1_000_000n + BigInt(microseconds)],
    ["addr_v6", Uint8Array.from(octets)],
    ["addr", Uint8Array.from(octets.length === 4 ? octets : [])],
    ["ss", socketAddress(octets, inet6)],
    ["count", written.count ?? 0],
    ["syslen", host.length === 0 ? 0 : Math.min(host.length, 256) + 1],
  ]);
}

function socketAddress(octets: readonly number[], inet6: number): Uint8Array {
  if (octets.length === 4) return Uint8Array.of(16, 2, 0xd4, 0x31, ...octets);
  if (octets.length === 16) return Uint8Array.of(28, inet6, 0xd4, 0x31, 0, 0, 0, 0, ...octets);
  return new Uint8Array(0);
}
