import type { Endian, IntegerField } from "./layout.ts";

/** Reads an integer of the record that begins at `at`. 64 bits beyond 2^53 are rounded. */
export type ReadInteger = (view: DataView, at: number) => number;

export function integerReader(field: IntegerField, endian: Endian): ReadInteger {
  const { offset } = field;
  const little = endian === "little";
  const low = offset + (little ? 0 : 4);
  const high = offset + (little ? 4 : 0);
  switch (field.kind) {
    case "u8":
      return (view, at) => view.getUint8(at + offset);
    case "i16":
      return (view, at) => view.getInt16(at + offset, little);
    case "u16":
      return (view, at) => view.getUint16(at + offset, little);
    case "i32":
      return (view, at) => view.getInt32(at + offset, little);
    case "u32":
      return (view, at) => view.getUint32(at + offset, little);
    case "i64":
      return (view, at) =>
        view.getInt32(at + high, little) * 2 ** 32 + view.getUint32(at + low, little);
    case "u64":
      return (view, at) =>
        view.getUint32(at + high, little) * 2 ** 32 + view.getUint32(at + low, little);
  }
}

/** Writes an integer of the record that `view` looks at; what does not fit is cut. */
export function writeInteger(
  view: DataView,
  field: IntegerField,
  endian: Endian,
  value: number | bigint,
): void {
  const { offset, kind } = field;
  const little = endian === "little";
  switch (kind) {
    case "u8":
      return view.setUint8(offset, Number(value));
    case "i16":
      return view.setInt16(offset, Number(value), little);
    case "u16":
      return view.setUint16(offset, Number(value), little);
    case "i32":
      return view.setInt32(offset, Number(value), little);
    case "u32":
      return view.setUint32(offset, Number(value), little);
    case "i64":
      return view.setBigInt64(offset, BigInt(value), little);
    case "u64":
      return view.setBigUint64(offset, BigInt(value), little);
  }
}
