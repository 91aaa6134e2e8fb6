import { Database } from "bun:sqlite";
import fc from "fast-check";
import type { Text } from "../../src/text.ts";

/** A value to store: text is given as bytes, which need not be UTF-8. */
export type AnyCell =
  | { readonly type: "integer"; readonly value: bigint }
  | { readonly type: "real"; readonly value: number }
  | { readonly type: "text"; readonly value: Uint8Array }
  | { readonly type: "blob"; readonly value: Uint8Array }
  | { readonly type: "null" };

const bytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => new TextEncoder().encode(text)),
  fc
    .constantFrom("", "pts/0", "alice", "\ufffd", "\ufeff", "a\0b")
    .map((text) => new TextEncoder().encode(text)),
  fc
    .constantFrom([0xff], [0x61, 0xff, 0, 0xff], [0xed, 0xa0, 0x80], [0x61, 0, 0xff])
    .map((octets) => Uint8Array.from(octets)),
  // Does not fit into a page.
  fc.tuple(fc.nat(20_000), fc.nat(255)).map(([length, byte]) => new Uint8Array(length).fill(byte)),
);
const int64: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
  fc.bigInt({ min: -3n, max: 10n }),
);

export const anyCell: fc.Arbitrary<AnyCell> = fc.oneof(
  int64.map((value) => ({ type: "integer", value }) as const),
  bytes.map((value) => ({ type: "text", value }) as const),
  bytes.map((value) => ({ type: "blob", value }) as const),
  fc.double({ noNaN: true }).map((value) => ({ type: "real", value }) as const),
  fc.constant({ type: "null" } as const),
);

/** Adds rows to a table. */
export function addCells(
  database: Database,
  table: string,
  rows: readonly (readonly AnyCell[])[],
): void {
  for (const cells of rows) {
    const places = cells.map(({ type }) => (type === "text" ? "CAST(? AS TEXT)" : "?"));
    const values = cells.map((cell) => (cell.type === "null" ? null : cell.value));
    database.run(`INSERT INTO ${table} VALUES (${places})`, values);
  }
}

/** What SQLite says of a value. */
export interface StoredCell {
  readonly type: string;
  /** As a literal: decimal, or hex of the bytes. */
  readonly value: string;
}

/** What SQLite says of all values of a table, in the order in which they are stored. */
export function cellsOf(path: string, table: string, columns: readonly string[]): StoredCell[][] {
  using database = new Database(path, { readonly: true });
  const list = columns.map(
    (column) => `typeof(${column}) || ':' ||
      iif(typeof(${column}) IN ('text', 'blob'), hex(${column}), ifnull(${column}, ''))`,
  );
  return database
    .query(`SELECT ${list} FROM ${table} NOT INDEXED`)
    .values()
    .map((row) =>
      row.map((cell) => {
        const [type = "", value = ""] = String(cell).split(":");
        return { type, value };
      }),
    );
}

/** The number that a value is; `null` if it is none, or can't be held. */
export function numberOf(cell: StoredCell | undefined): number | null {
  if (cell?.type !== "integer") return null;
  return Number.isSafeInteger(Number(cell.value)) ? Number(cell.value) : null;
}

/** The text that a value is; `null` if it is none. */
export function textOf(cell: StoredCell | undefined): Text | null {
  if (cell?.type !== "text") return null;
  const all = Buffer.from(cell.value, "hex");
  const field = all.subarray(0, all.includes(0) ? all.indexOf(0) : all.length);
  const text = field.toString("utf8");
  const isValid = Buffer.from(text).equals(field);
  const device = /^[\w/-]+$/.test(text) ? `/dev/${text}` : null;
  return { text, hex: isValid ? null : field.toString("hex"), device };
}
