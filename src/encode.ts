import type { Endian, IntegerField, UtmpFields, UtmpLayout } from "./layout.ts";

/** Values of a record as its struct has them: numbers as stored, text without a NUL. */
export type UtmpValues = {
  readonly [Field in keyof UtmpFields]?: UtmpFields[Field] extends IntegerField
    ? number | bigint
    : Uint8Array;
};

const LIMITS = {
  i16: [-(2 ** 15), 2 ** 15 - 1],
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
} as const;

function fieldNames({ fields }: UtmpLayout): (keyof UtmpFields)[] {
  // A layout is written out in full and has no other keys.
  return Object.keys(fields) as (keyof UtmpFields)[];
}

/** Whether every number fits its field. */
export function canHold(layout: UtmpLayout, values: UtmpValues): boolean {
  return fieldNames(layout).every((name) => {
    const field = layout.fields[name];
    const value = values[name];
    if (!("kind" in field) || field.kind === "i64" || typeof value !== "number") return true;
    const [low, high] = LIMITS[field.kind];
    return value >= low && value <= high;
  });
}

/** Makes a record's bytes; what is not given is zero, what is too long is cut. */
export function encodeUtmp(layout: UtmpLayout, endian: Endian, values: UtmpValues): Uint8Array {
  const record = new Uint8Array(layout.size);
  const view = new DataView(record.buffer);
  for (const name of fieldNames(layout)) {
    const field = layout.fields[name];
    const value = values[name];
    if (value === undefined) continue;
    if (value instanceof Uint8Array) {
      if ("length" in field) record.set(value.subarray(0, field.length), field.offset);
    } else if ("kind" in field) {
      writeInteger(view, field, endian === "little", value);
    }
  }
  return record;
}

function writeInteger(
  view: DataView,
  field: IntegerField,
  little: boolean,
  value: number | bigint,
): void {
  switch (field.kind) {
    case "i16":
      return view.setInt16(field.offset, Number(value), little);
    case "i32":
      return view.setInt32(field.offset, Number(value), little);
    case "u32":
      return view.setUint32(field.offset, Number(value), little);
    case "i64":
      return view.setBigInt64(field.offset, BigInt(value), little);
  }
}
