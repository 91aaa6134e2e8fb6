import { writeInteger } from "./integer.ts";
import {
  type Endian,
  type IntegerField,
  type LastlogFields,
  type LastlogLayout,
  type Layout,
  type UtmpFields,
  type UtmpLayout,
} from "./layout.ts";

/** Values of a record as its struct has them: numbers as stored, text without a NUL. */
type Values<Fields> = {
  readonly [Field in keyof Fields]?: IntegerField extends Fields[Field]
    ? number | bigint
    : Uint8Array;
};

export type UtmpValues = Values<UtmpFields>;
export type LastlogValues = Values<LastlogFields>;

/** Makes a record's bytes; what is not given is zero, what is too long is cut. */
export function encodeUtmp(layout: UtmpLayout, endian: Endian, values: UtmpValues): Uint8Array {
  return encode(layout, endian, (write) => {
    for (const name of namesOf(values)) write(layout.fields[name], values[name]);
  });
}

/** The same for a record of last logins. */
export function encodeLastlog(
  layout: LastlogLayout,
  endian: Endian,
  values: LastlogValues,
): Uint8Array {
  return encode(layout, endian, (write) => {
    for (const name of namesOf(values)) write(layout.fields[name], values[name]);
  });
}

type Write = (
  field: UtmpFields[keyof UtmpFields],
  value: number | bigint | Uint8Array | undefined,
) => void;

function encode(layout: Layout, endian: Endian, fill: (write: Write) => void): Uint8Array {
  const record = new Uint8Array(layout.size);
  const view = new DataView(record.buffer);
  fill((field, value) => {
    if (field === null || value === undefined) return;
    if (value instanceof Uint8Array) {
      if ("length" in field) record.set(value.subarray(0, field.length), field.offset);
    } else if ("kind" in field) {
      writeInteger(view, field, endian, value);
    }
  });
  return record;
}

function namesOf<Named extends object>(values: Named): (keyof Named)[] {
  // The values are written out by their names and have no other keys.
  return Object.keys(values) as (keyof Named)[];
}
