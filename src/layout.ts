import type { RecordType, TypeNumbers } from "./record-types.ts";

/** The integers that occur in login records. */
export type IntegerKind = "u8" | "i16" | "u16" | "i32" | "u32" | "i64" | "u64";

/** An integer at a byte offset in the record. */
export interface IntegerField {
  readonly offset: number;
  readonly kind: IntegerKind;
}

/** `length` bytes at a byte offset in the record. */
export interface BytesField {
  readonly offset: number;
  readonly length: number;
}

/** An address: octets in network order, or 4.4BSD's `struct sockaddr_storage`. */
export interface AddressField extends BytesField {
  /** `AF_INET6` of the system, if it is a socket address. */
  readonly inet6: number | null;
}

/** What tells the type of records that have no field for it. */
export interface Markers {
  /** What a record with a name is; markers in the line, and an empty name, say otherwise. */
  readonly named: RecordType;
}

/** The fields of a record of logins; `null` is what the system's records have not. */
export interface UtmpFields {
  readonly type: IntegerField | Markers;
  readonly pid: IntegerField | null;
  readonly line: BytesField;
  readonly id: BytesField | null;
  readonly user: BytesField;
  readonly host: BytesField | null;
  readonly termination: IntegerField | null;
  readonly exit: IntegerField | null;
  readonly session: IntegerField | null;
  readonly seconds: IntegerField | null;
  /** Of the second, or since 1970 where there are no seconds. */
  readonly microseconds: IntegerField | null;
  readonly address: AddressField | null;
  /** How many times a login failed. */
  readonly count: IntegerField | null;
}

/** The fields of a record of last logins; `null` is what the system's records have not. */
export interface LastlogFields {
  readonly user: BytesField | null;
  readonly line: BytesField;
  readonly host: BytesField;
  readonly seconds: IntegerField | null;
  /** Of the second, or since 1970 where there are no seconds. */
  readonly microseconds: IntegerField | null;
}

/** The field that a login and its logout share: `ut_line`, or `ut_id`. */
export type SessionKey = "line" | "id";

/** What those who write a system's records mean by them. */
export interface WritingRules {
  /** By which field the system tells sessions apart. */
  readonly sessionKey: SessionKey;
  /**
   * `linux`: the names in the system's own records say what they are, a new run level is in the
   * pid, and the exit status means nothing there. `other`: the types say what records are, and a
   * new run level is in the exit status, where that holds one.
   */
  readonly writers: "linux" | "other";
}

/** Those of stores that are no files of records: ids say what ends, and a shutdown is as Linux has it. */
export const STORE_RULES: WritingRules = { sessionKey: "id", writers: "linux" };

interface RecordLayout<Kind extends string, Fields, Framing extends string> {
  /** Name of the layout, without its byte order. */
  readonly id: string;
  readonly record: Kind;
  /** `sizeof` the struct, padding included. */
  readonly size: number;
  /** The only byte order there is; `null` if it is that of the machine that wrote the file. */
  readonly endian: Endian | null;
  readonly framing: Framing;
  readonly fields: Fields;
}

/**
 * How one system lays out `struct utmp` or `struct utmpx`. `array`: one after the other. `signed`:
 * the same, and the first is of type SIGNATURE and has the name "utmpx-1.00" or "utmpx-2.00"; with a
 * number it is always that one. `utx-log`: each behind its length, without its last zero bytes.
 */
export interface UtmpLayout
  extends
    RecordLayout<"utmp", UtmpFields, "array" | "signed" | "signed-1" | "signed-2" | "utx-log">,
    WritingRules {
  readonly types: TypeNumbers;
}

/**
 * How one system lays out `struct lastlog`. `by-uid`: an array. `named`: an array in any order, of
 * records with a name. `db-hash`: values of a Berkeley DB hash whose keys are uids.
 */
export type LastlogLayout = RecordLayout<"lastlog", LastlogFields, "by-uid" | "named" | "db-hash">;

export type Layout = UtmpLayout | LastlogLayout;

/** Byte order of a file: that of the machine that wrote it. */
export type Endian = "little" | "big";

/** This machine's byte order. */
export const hostEndian: Endian =
  new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? "little" : "big";

export function u8(offset: number): IntegerField {
  return { offset, kind: "u8" };
}

export function i16(offset: number): IntegerField {
  return { offset, kind: "i16" };
}

export function u16(offset: number): IntegerField {
  return { offset, kind: "u16" };
}

export function i32(offset: number): IntegerField {
  return { offset, kind: "i32" };
}

export function u32(offset: number): IntegerField {
  return { offset, kind: "u32" };
}

export function i64(offset: number): IntegerField {
  return { offset, kind: "i64" };
}

export function u64(offset: number): IntegerField {
  return { offset, kind: "u64" };
}

export function bytes(offset: number, length: number): BytesField {
  return { offset, length };
}

/** An address of 4 or 16 octets. */
export function octets(offset: number, length: number): AddressField {
  return { offset, length, inet6: null };
}

/** `struct sockaddr_storage`: u8 length, u8 family, then as that family has it. */
export function sockaddr(offset: number, inet6: number): AddressField {
  return { offset, length: 128, inet6 };
}

/** Bytes of an integer. */
export function sizeOf({ kind }: IntegerField): number {
  switch (kind) {
    case "u8":
      return 1;
    case "i16":
    case "u16":
      return 2;
    case "i32":
    case "u32":
      return 4;
    case "i64":
    case "u64":
      return 8;
  }
}
