import type { Endian, LastlogFields, Layout, UtmpFields, WritingRules } from "../../src/layout.ts";
import type { RecordType } from "../../src/record-types.ts";
import data from "./layouts.json";

export type FieldName = keyof UtmpFields | keyof LastlogFields;

/** A struct as its C header declares it. */
export interface Struct {
  readonly id: string;
  readonly sizeof: number;
  readonly endian: string;
  readonly used_for: readonly string[];
  readonly fields: readonly Member[];
  readonly padding: readonly { readonly offset: number; readonly length: number }[];
}

export interface Member {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  readonly class: string;
}

/** All that is known of, from the headers that each one names. */
export const structs: readonly Struct[] = data.layouts;

/** What the members of the structs are called here. */
const FIELD_OF: ReadonlyMap<string, FieldName> = new Map([
  ["ut_type", "type"],
  ["fu_type", "type"],
  ["ut_pid", "pid"],
  ["fu_pid", "pid"],
  ["ut_line", "line"],
  ["ll_line", "line"],
  ["bl_line", "line"],
  ["fu_line", "line"],
  ["ut_id", "id"],
  ["fu_id", "id"],
  ["ut_user", "user"],
  ["ut_name", "user"],
  ["bl_name", "user"],
  ["fu_user", "user"],
  ["ut_host", "host"],
  ["ll_host", "host"],
  ["bl_host", "host"],
  ["fu_host", "host"],
  ["ut_exit.e_termination", "termination"],
  ["ut_exit.__e_termination", "termination"],
  ["ut_exit.e_exit", "exit"],
  ["ut_exit.__e_exit", "exit"],
  ["ut_session", "session"],
  ["ut_tv.tv_sec", "seconds"],
  ["ll_tv.tv_sec", "seconds"],
  ["ut_time", "seconds"],
  ["ll_time", "seconds"],
  ["bl_time", "seconds"],
  ["ut_tv.tv_usec", "microseconds"],
  ["ll_tv.tv_usec", "microseconds"],
  ["fu_tv", "microseconds"],
  ["ut_addr_v6", "address"],
  ["ut_ss", "address"],
  ["count", "count"],
]);

/** Members that say nothing, and two that are not given: a host's length, a last address. */
const IGNORED: ReadonlySet<string> = new Set([
  "__ut_pad1",
  "__ut_pad2",
  "__glibc_reserved",
  "__unused",
  "_dummy",
  "__ut_spare",
  "ut_pad",
  "ut_unused",
  "ut_unused2",
  "pad",
  "__dbl_word_pad",
  "__reservedA",
  "__reservedV",
  "__timeval_space",
  "ut_syslen",
  "ll_ss",
]);

/** All fields of a record of logins. */
export const NO_UTMP_FIELDS: Readonly<Record<keyof UtmpFields, null>> = {
  type: null,
  pid: null,
  line: null,
  id: null,
  user: null,
  host: null,
  termination: null,
  exit: null,
  session: null,
  seconds: null,
  microseconds: null,
  address: null,
  count: null,
};

const NO_LASTLOG_FIELDS: Readonly<Record<keyof LastlogFields, null>> = {
  user: null,
  line: null,
  host: null,
  seconds: null,
  microseconds: null,
};

/** What is declared for a struct, derived from its header alone. */
export function expectedOf(struct: Struct, { record, framing, endian }: Layout): unknown {
  const isUtmp = record === "utmp";
  const fields: Record<string, unknown> = isUtmp ? { ...NO_UTMP_FIELDS } : { ...NO_LASTLOG_FIELDS };
  for (const member of struct.fields) {
    const name = FIELD_OF.get(member.name);
    if (name === undefined && !IGNORED.has(member.name)) {
      throw new Error(`No field is said to be "${member.name}" of ${struct.id}`);
    }
    if (name !== undefined && name in fields) fields[name] = fieldOf(member, struct);
  }
  const isTyped = fields["type"] !== null;
  if (isUtmp && !isTyped) fields["type"] = { named: namedType(struct) };
  return {
    id: struct.id,
    record,
    size: struct.sizeof,
    // A struct that is in memory alone is in the host's byte order, and no file frames it.
    endian: isOnDisk(struct) ? endianOf(struct) : endian,
    framing: isOnDisk(struct) ? framingOf(struct, record) : framing,
    fields,
    ...(isUtmp && {
      types: typesOf(isTyped ? (struct.id.split("-", 1)[0] ?? "") : "linux"),
      ...rulesOf(struct),
    }),
  };
}

function fieldOf({ name, offset, length, class: kind }: Member, { id }: Struct): unknown {
  if (kind === "sockaddr_storage") {
    const { netbsd, dragonfly } = data.AF_INET6;
    return { offset, length, inet6: id.startsWith("netbsd") ? netbsd : dragonfly };
  }
  if (name === "ut_addr_v6") return { offset, length, inet6: null };
  return kind.startsWith("char[") ? { offset, length } : { offset, kind };
}

/** last(1) of FreeBSD and macOS goes by `ut_id`; the rest is said by no header either. */
function rulesOf({ id }: Struct): WritingRules {
  return {
    sessionKey: /^(freebsd-(futx|utmpx)|macos-utmpx)/.test(id) ? "id" : "line",
    writers: /^(linux|utmps)/.test(id) ? "linux" : "other",
  };
}

/** OpenBSD's `struct badlogin` is about failed logins only. */
function namedType({ id }: Struct): RecordType {
  return id.includes("badlogin") ? "LOGIN_PROCESS" : "USER_PROCESS";
}

function endianOf({ id, endian }: Struct): Endian | null {
  if (endian === "big") return "big";
  return endian === "little" || id.endsWith("-i386") ? "little" : null;
}

/** Whether files have it, and not memory alone. */
export function isOnDisk({ used_for }: Struct): boolean {
  return used_for.some((use) => /^disk|^value in the Berkeley DB/.test(use));
}

function framingOf({ id, used_for }: Struct, record: Layout["record"]): Layout["framing"] {
  if (record === "utmp") {
    if (!/^(macos|netbsd|dragonfly)-utmpx/.test(id)) return "array";
    // NetBSD 5 signed its 512 bytes with the one version, and MINIX with the other.
    if (id === "netbsd-utmpx-512") return "signed";
    return /^macos|-v1$/.test(id) ? "signed-1" : "signed-2";
  }
  if (used_for.some((use) => use.includes("Berkeley DB"))) return "db-hash";
  return used_for.some((use) => use.includes("indexed by uid")) ? "by-uid" : "named";
}

/** A system's words for `ut_type`, in the order of their numbers. */
export function typesOf(system: string): readonly string[] {
  const tables: Readonly<Record<string, { values: Readonly<Record<string, number>> }>> =
    data.ut_types;
  const table = tables[system === "utmps" ? "linux" : system];
  if (table === undefined) throw new Error(`No types are known of ${system}`);
  const types: string[] = [];
  for (const [type, number] of Object.entries(table.values)) types[number] = type;
  return types;
}
