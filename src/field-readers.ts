import type { AddressReaders } from "./address-reader.ts";
import type { Chunk } from "./chunk.ts";
import type { ExitStatus } from "./entry.ts";
import { integerReader, type ReadInteger } from "./integer.ts";
import { isZero } from "./is-zero.ts";
import type { BytesField, Endian, IntegerField, UtmpLayout } from "./layout.ts";
import { PROCESS_TYPES, type RecordType, type TypeNumbers } from "./record-types.ts";
import { lineReader, textReader, type ReadText } from "./text-reader.ts";
import { timeReader, type TimeReader } from "./time-reader.ts";

/** The text fields of a record. */
export type TextName = "id" | "user" | "line" | "host";

/** Reads an integer of the record that begins at `at`; `null` where a layout has no such field. */
type ReadOptional = (view: DataView, at: number) => number | null;

/** How the fields of a layout's records are read. */
export interface FieldReaders {
  /** Where text stands in it. */
  readonly texts: Readonly<Record<TextName, BytesField | null>>;
  readonly types: TypeNumbers;
  /** Whether a record of a type is of a process, and has a terminal. */
  readonly isTerminal: readonly boolean[];
  /** `null` where there is no such field, and the record's texts tell the type. */
  readonly typeCode: ReadInteger | null;
  /** The type of the record at `at` by its texts. */
  readonly markedCode: (line: string, user: string, chunk: Chunk, at: number) => number;
  readonly pid: ReadOptional;
  readonly sid: ReadOptional;
  readonly termination: ReadOptional;
  readonly exit: ReadOptional;
  readonly count: ReadOptional;
  readonly time: TimeReader;
  readonly id: ReadText;
  readonly user: ReadText;
  readonly line: ReadText;
  readonly host: ReadText;
  readonly addresses: AddressReaders;
}

const NO_EXIT: ExitStatus = Object.freeze({ termination: 0, exit: 0 });

/** How the fields of a layout's records are read. */
export function fieldReaders(layout: UtmpLayout, endian: Endian): FieldReaders {
  const { types, fields } = layout;
  const optional = (field: IntegerField | null): ReadOptional =>
    field === null ? () => null : integerReader(field, endian);
  const { id, user, line, host } = fields;
  let addresses: AddressReaders | null = null;
  return {
    texts: { id, user, line, host },
    types,
    isTerminal: types.map((type) => PROCESS_TYPES.has(type)),
    typeCode: "named" in fields.type ? null : integerReader(fields.type, endian),
    markedCode: markedCodes(layout),
    pid: optional(fields.pid),
    sid: optional(fields.session),
    termination: optional(fields.termination),
    exit: optional(fields.exit),
    count: optional(fields.count),
    time: timeReader(fields, endian),
    id: textReader(fields.id),
    user: textReader(fields.user),
    line: lineReader(fields.line),
    host: textReader(fields.host),
    get addresses() {
      return (addresses ??= addressing().addressReaders(fields.address, host));
    },
  };
}

/**
 * The type of a record that has no field for it: what the writers of 4.4BSD put into its line and
 * name, utmp(5) of OpenBSD.
 *
 * @param named what a record with a name is
 * @param isZero whether all of the record is zero
 */
export function markedType(
  line: string,
  user: string,
  named: RecordType,
  isZero: boolean,
): RecordType {
  switch (line) {
    case "~":
      return user === "shutdown" || user === "runlevel" ? "RUN_LVL" : "BOOT_TIME";
    case "|":
      return "OLD_TIME";
    case "{":
    case "}":
      return "NEW_TIME";
    default:
      if (user !== "") return named;
      return isZero ? "EMPTY" : "DEAD_PROCESS";
  }
}

/** Loaded where an address is asked for: much is told by the host. */
function addressing(): typeof import("./address-reader.ts") {
  return require("./address-reader.ts");
}

/** The number of a {@link markedType}; 0 where there is none, and a field has the type. */
function markedCodes({ size, types, fields }: UtmpLayout): FieldReaders["markedCode"] {
  const { type } = fields;
  if (!("named" in type)) return () => 0;
  return (line, user, { bytes }, at) =>
    types.indexOf(markedType(line, user, type.named, isZero(bytes, at, at + size)));
}

/** How a process ended; `null` where a layout has no such fields. */
export function exitOf(termination: number | null, exit: number | null): ExitStatus | null {
  if (termination === null || exit === null) return null;
  return (termination | exit) === 0 ? NO_EXIT : { termination, exit };
}
