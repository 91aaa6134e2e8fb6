import type { OrderedLayout } from "../../platforms/index.ts";
import { canHold, encodeUtmp, type UtmpValues } from "../encode.ts";
import { encodeFrame } from "../files/utx-log.ts";
import type { AddressField, UtmpLayout } from "../layout.ts";

/** What a record is to hold, whatever its layout. */
export interface RecordValues {
  /** The word for the type, if it is known: systems have other numbers for it. */
  readonly type: string | null;
  readonly typeCode: number;
  readonly pid: number;
  readonly session: number;
  readonly termination: number;
  readonly exit: number;
  readonly id: Uint8Array;
  readonly user: Uint8Array;
  readonly line: Uint8Array;
  readonly host: Uint8Array;
  readonly octets: Uint8Array | null;
  /** Microseconds since 1970. */
  readonly micros: number;
}

/**
 * The bytes of a record as files of the layout have them, `null` if it can't hold the values.
 *
 * @param values bytes are a record that was dumped, and stay as they are
 */
export function recordBytes(
  values: RecordValues | Uint8Array,
  { layout, endian }: OrderedLayout<UtmpLayout>,
): Uint8Array | null {
  if (values instanceof Uint8Array) return values;
  const { type, typeCode, octets, micros, ...fields } = values;
  const address = addressField(layout.fields.address, octets);
  if (address === null) return null;
  const stored: UtmpValues = {
    ...fields,
    type: typeNumber(layout, type, typeCode),
    address,
    ...timeFields(layout, micros),
  };
  if (!canHold(layout, stored)) return null;
  const record = encodeUtmp(layout, endian, stored);
  return layout.framing === "utx-log" ? encodeFrame(record) : record;
}

function typeNumber({ types }: UtmpLayout, type: string | null, typeCode: number): number {
  if (type === null || types[typeCode] === type) return typeCode;
  const number = types.findIndex((word) => word === type);
  return number === -1 ? typeCode : number;
}

function timeFields({ fields }: UtmpLayout, micros: number): UtmpValues {
  if (fields.seconds === null) return { microseconds: micros };
  const seconds = Math.floor(micros / 1e6);
  const microseconds = micros - seconds * 1e6;
  return fields.microseconds === null ? { seconds } : { seconds, microseconds };
}

const AF_INET = 2;

/** IPv4 stands in the first word, in network order; `null` if the field can't hold the address. */
function addressField(field: AddressField | null, octets: Uint8Array | null): Uint8Array | null {
  const bytes = new Uint8Array(field?.length ?? 0);
  if (octets === null || octets.every((octet) => octet === 0)) return bytes;
  if (field === null) return null;
  if (field.inet6 === null) {
    if (octets.length > field.length) return null;
    bytes.set(octets);
  } else if (octets.length === 4) {
    bytes.set([16, AF_INET, 0, 0, ...octets]);
  } else {
    bytes.set([28, field.inet6, 0, 0, 0, 0, 0, 0, ...octets]);
  }
  return bytes;
}
