import { layoutName, type OrderedLayout } from "../../platforms/index.ts";
import { formatAddress, mappedIPv4 } from "../address.ts";
import { Chunk } from "../chunk.ts";
import { encodeUtmp, type UtmpValues } from "../encode.ts";
import type { LoginRecord } from "../entry.ts";
import { encodeFrame } from "../files/utx-log.ts";
import type { AddressField, BytesField, Endian, UtmpLayout } from "../layout.ts";
import { UtmpReader } from "../reader.ts";
import { RecordError, type RecordValues } from "./record-values.ts";

/** Makes records of a layout, and only such as read as what they were made of. */
export class RecordMaker {
  readonly layout: UtmpLayout;
  readonly #endian: Endian;
  readonly #reader: UtmpReader;

  constructor({ layout, endian }: OrderedLayout<UtmpLayout>) {
    this.layout = layout;
    this.#endian = endian;
    this.#reader = new UtmpReader(layout, endian);
  }

  /**
   * The bytes of a record as files of the layout have them.
   *
   * @throws {@link RecordError} if the layout can't hold all that the record is to hold
   */
  make(values: RecordValues): Uint8Array {
    const layout = this.layout;
    const endian = this.#endian;
    const { type, typeCode, octets, micros, ...fields } = values;
    const stored: UtmpValues = {
      ...fields,
      type: typeNumber(layout, type, typeCode),
      address: addressBytes(layout.fields.address, octets),
      ...timeFields(layout, micros),
    };
    const record = encodeUtmp(layout, endian, stored);
    const entry = this.#reader.read(new Chunk(record, layout.size, 0, "file"), 0);
    const lost = lostFields(values, entry, layout);
    if (lost.length > 0) {
      const name = layoutName({ layout, endian });
      throw new RecordError("make", `${name} has no room for its ${lost.join(", ")}`);
    }
    return layout.framing === "utx-log" ? encodeFrame(record) : record;
  }
}

/** The names of what a record does not have as it was wanted. */
function lostFields(values: RecordValues, entry: LoginRecord, layout: UtmpLayout): string[] {
  const { fields } = layout;
  const { type, typeCode } = values;
  const { termination, exit } = entry.exit ?? { termination: 0, exit: 0 };
  const isInTime = floorToSeconds(entry.micros) === floorToSeconds(values.micros);
  const isKept = {
    [`type ${type ?? typeCode}`]:
      entry.typeCode === typeNumber(layout, type, typeCode) && entry.type === (type ?? entry.type),
    pid: (entry.pid ?? 0) === values.pid,
    sid: (entry.sid ?? 0) === values.session,
    id: hasRoom(fields.id, values.id),
    user: hasRoom(fields.user, values.user),
    line: hasRoom(fields.line, values.line),
    host: hasRoom(fields.host, values.host),
    time: isInTime,
    microseconds: !isInTime || entry.micros === values.micros,
    exit: termination === values.termination && exit === values.exit,
    address: entry.address === addressText(values.octets),
    count: (entry.count ?? 0) === values.count,
  };
  return Object.entries(isKept).flatMap(([name, isThere]) => (isThere ? [] : [name]));
}

function hasRoom(field: BytesField | null, bytes: Uint8Array): boolean {
  return bytes.length <= (field?.length ?? 0);
}

function floorToSeconds(micros: number | null): number | null {
  return micros === null ? null : Math.floor(micros / 1e6);
}

/** -1 if the layout has no number for the word: no record reads as that. */
function typeNumber({ types }: UtmpLayout, type: string | null, typeCode: number): number {
  if (type === null || type === "UNKNOWN") return typeCode;
  return types.findIndex((word) => word === type);
}

function timeFields({ fields }: UtmpLayout, micros: number): UtmpValues {
  if (fields.seconds === null) return { microseconds: micros };
  const seconds = Math.floor(micros / 1e6);
  return { seconds, microseconds: micros - seconds * 1e6 };
}

const AF_INET = 2;

/** IPv4 stands in the first word, in network order. */
function addressBytes(field: AddressField | null, octets: Uint8Array | null): Uint8Array {
  if (octets === null || addressText(octets) === null) return new Uint8Array(0);
  if (field === null || field.inet6 === null) return octets;
  return octets.length === 4
    ? Uint8Array.of(16, AF_INET, 0, 0, ...octets)
    : Uint8Array.of(28, field.inet6, 0, 0, 0, 0, 0, 0, ...octets);
}

/** An address as entries have it. */
function addressText(octets: Uint8Array | null): string | null {
  if (octets === null || octets.every((octet) => octet === 0)) return null;
  return formatAddress(mappedIPv4(octets) ?? octets);
}
