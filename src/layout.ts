import type { TypeNumbers } from "./record-types.ts";

/** The integers that occur in login records. */
export type IntegerKind = "i16" | "i32" | "u32" | "i64";

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

/** The fields of a record of logins. */
export interface UtmpFields {
  readonly type: IntegerField;
  readonly pid: IntegerField;
  readonly line: BytesField;
  readonly id: BytesField;
  readonly user: BytesField;
  readonly host: BytesField;
  readonly termination: IntegerField;
  readonly exit: IntegerField;
  readonly session: IntegerField;
  readonly seconds: IntegerField;
  readonly microseconds: IntegerField;
  readonly address: BytesField;
}

/** The fields of a record of last logins. */
export interface LastlogFields {
  readonly seconds: IntegerField;
  readonly line: BytesField;
  readonly host: BytesField;
}

interface RecordLayout<Kind extends string, Fields> {
  /** Name of the layout, without its byte order. */
  readonly id: string;
  readonly record: Kind;
  /** `sizeof` the struct, padding included. */
  readonly size: number;
  readonly fields: Fields;
}

/** How one system lays out `struct utmp` or `struct utmpx`. */
export interface UtmpLayout extends RecordLayout<"utmp", UtmpFields> {
  readonly types: TypeNumbers;
}

/** How one system lays out `struct lastlog`, an array indexed by uid. */
export type LastlogLayout = RecordLayout<"lastlog", LastlogFields>;

/** Byte order of a file: that of the machine that wrote it. */
export type Endian = "little" | "big";

/** This machine's byte order. */
export const hostEndian: Endian =
  new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? "little" : "big";

export function i16(offset: number): IntegerField {
  return { offset, kind: "i16" };
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

export function bytes(offset: number, length: number): BytesField {
  return { offset, length };
}
