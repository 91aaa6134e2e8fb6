import { PROCESS_TYPES } from "../../src/record-types.ts";
import { typesOf, type Member } from "../platforms/header-structs.ts";
import { sharedName, structOf } from "./foreign-structs.ts";
import type { ForeignFile } from "./foreign-files.ts";
import type { Kind } from "./foreign-kinds.ts";
import type { Written } from "./foreign-system.ts";

/** What an entry says of a record, but for where it stands. */
export interface Expected {
  readonly uid?: number | null;
  readonly type?: string;
  readonly typeCode?: number;
  readonly pid?: number | null;
  readonly sid?: number | null;
  readonly id?: string;
  readonly user?: string | null;
  readonly line: string;
  readonly host: string;
  readonly device?: string | null;
  readonly micros: number | null;
  readonly exit?: { readonly termination: number; readonly exit: number } | null;
  readonly address?: string | null;
  readonly count?: number;
}

/** The entries that were written, as far as the struct has room for them. */
export function expectedEntries({ kind, written }: ForeignFile): Expected[] {
  return kind.database === "lastlog"
    ? written.map((one) => lastLogin(kind, one))
    : written.map((one) => login(kind, one));
}

function lastLogin({ struct, framing }: Kind, one: Written & { readonly uid?: number }): Expected {
  const members = membersOf(struct);
  const isNever = one.seconds === 0 && one.microseconds === 0;
  return {
    ...(framing !== "named" && { uid: one.uid ?? null }),
    ...(framing === "named" && { user: text(members, ["user"], one.user) }),
    line: text(members, ["line"], one.line),
    host: text(members, ["host"], one.host),
    micros: isNever ? null : micros(members, one),
  };
}

function login({ struct, system }: Kind, one: Written): Expected {
  const members = membersOf(struct);
  const line = text(members, ["line"], one.line);
  const type = typeOf(struct, one);
  const has = (name: string): boolean => members.has(name);
  return {
    type,
    typeCode: typesOf(system.types ?? "linux").indexOf(type),
    pid: has("pid") ? integer(members, "pid", one.pid) : null,
    sid: has("session") ? integer(members, "session", one.session) : null,
    id: text(members, ["id"], one.id),
    user: text(members, ["user", "name"], one.user),
    line,
    host: text(members, ["host"], one.host),
    device: PROCESS_TYPES.has(type) && /^[A-Za-z0-9/_-]+$/.test(line) ? `/dev/${line}` : null,
    micros: micros(members, one),
    exit: has("e_exit") ? { termination: one.termination ?? 0, exit: one.exit ?? 0 } : null,
    address: has("addr_v6") || has("addr") || has("ss") ? address(members, one) : null,
    ...(has("count") && { count: one.count ?? 0 }),
  };
}

function membersOf(id: string): Map<string, Member> {
  return new Map(structOf(id).fields.map((member) => [sharedName(member), member]));
}

/** OpenBSD's record of failures says nothing but that they are some. */
function typeOf(struct: string, { type }: Written): Written["type"] {
  return struct.includes("badlogin") && type === "USER_PROCESS" ? "LOGIN_PROCESS" : type;
}

function text(
  members: ReadonlyMap<string, Member>,
  names: readonly string[],
  bytes: Uint8Array = new Uint8Array(0),
): string {
  const member = names.map((name) => members.get(name)).find((found) => found !== undefined);
  if (member === undefined) return "";
  const field = bytes.subarray(0, member.length);
  const nul = field.indexOf(0);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(nul === -1 ? field : field.subarray(0, nul));
}

function integer(members: ReadonlyMap<string, Member>, name: string, value = 0): number {
  switch (members.get(name)?.class) {
    case "i16":
      return (value << 16) >> 16;
    case "u16":
      return value & 0xffff;
    default:
      return value;
  }
}

/** One that is none of a second counts as 0, but where it is since 1970. */
function micros(members: ReadonlyMap<string, Member>, { seconds, microseconds }: Written): number {
  if (members.has("tv")) return seconds * 1e6 + microseconds;
  return seconds * 1e6 + (members.has("tv_usec") && microseconds < 1e6 ? microseconds : 0);
}

function address(members: ReadonlyMap<string, Member>, { octets = [] }: Written): string | null {
  if (octets.length === 4) return octets.join(".");
  if (octets.length === 0 || members.has("addr")) return null;
  const groups = Array.from({ length: 8 }, (_, i) => {
    return (((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0)).toString(16);
  });
  return groups.join(":");
}
