import type { LoginRecord, UtmpEntryJSON } from "../entry.ts";
import type { TextName } from "../field-readers.ts";
import { memoized } from "../memo.ts";
import { printableJson } from "../printable.ts";
import { textIn, UtmpRecord } from "../record.ts";
import { isoTime } from "../timestamp.ts";
import {
  CLOSE,
  fieldsOf,
  jsonOfText,
  NULL,
  writeFields,
  writeInteger,
  writeOptional,
  writeText,
  writeTime,
  writeWord,
  type JsonField,
} from "./json-values.ts";
import { NOTHING_CUT, Piece, plainBytes, type Output, type TextColumn } from "./output.ts";

const field = fieldsOf<LoginRecord, UtmpEntryJSON>();

const FIELDS: readonly JsonField<LoginRecord>[] = [
  field("type", (output, { type }) => writeWord(output, type), "{"),
  field("typeCode", (output, { typeCode }) => writeInteger(output, typeCode)),
  field("pid", (output, { pid }) => writeOptional(output, pid, writeInteger)),
  field("sid", (output, { sid }) => writeOptional(output, sid, writeInteger)),
  textField("id"),
  textField("user"),
  textField("line"),
  textField("host"),
  field("device", (output, { device }) => writeOptional(output, device, writeText)),
  field("time", writeRecordTime),
  field("micros", (output, { micros }) => writeOptional(output, micros, writeInteger)),
  field("exit", writeExit),
  field("address", writeAddress),
  field("isUserProcess", (output, { isUserProcess }) => {
    output.put(isUserProcess ? TRUE : FALSE);
  }),
  field("source", (output, { source }) => writeWord(output, source)),
  field("offset", (output, { offset }) => writeOptional(output, offset, writeInteger)),
];

const TRUE = new Piece("true");
const FALSE = new Piece("false");
const TERMINATION = new Piece('{"termination":');
const EXIT = new Piece(',"exit":');
const COUNT = new Piece(',"count":');

/** Text up to the quote behind it; what is to be escaped is not copied. */
const QUOTED: TextColumn = {
  width: 0,
  most: NOTHING_CUT,
  more: null,
  separator: new Piece('"'),
  isPlain: plainBytes('"\\'),
};

/** What is told of a record besides its fields, in this order. The names are ours. */
export type Besides = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Writes a record as `toJSON` has it, safe to show and with its time in UTC: making that object and
 * its text takes several times as long.
 *
 * @param besides what stands behind its fields
 */
export function writeEntryJson(output: Output, record: LoginRecord, besides: Besides): void {
  writeFields(output, FIELDS, record);
  for (const [name, value] of Object.entries(besides)) {
    output.put(beside(name));
    output.write(printableJson(JSON.stringify(value)));
  }
  output.put(CLOSE);
}

const beside = memoized((name) => new Piece(`,"${name}":`));

/** A text, and its bytes where they are not valid UTF-8. The quote before it is that of its name. */
function textField(name: TextName): JsonField<LoginRecord> {
  const bytes = new Piece(`,"${name}Bytes":`);
  return {
    name: new Piece(`,"${name}":"`),
    write(output, record) {
      if (record instanceof UtmpRecord && record.copyText(name, output, QUOTED)) return;
      const { text, hex } = textIn(record, name);
      output.write(jsonOfText(text).slice(1));
      if (hex === null) return;
      output.put(bytes);
      writeText(output, hex);
    },
  };
}

function writeRecordTime(output: Output, record: LoginRecord): void {
  // A `Date` holds all times that are known to the microsecond, and others beyond those.
  const { micros } = record;
  if (micros !== null) {
    writeTime(output, micros);
    return;
  }
  const { time } = record;
  writeOptional(output, time && isoTime(time, null), writeText);
}

function writeExit(output: Output, { exit }: LoginRecord): void {
  if (exit === null) {
    output.put(NULL);
    return;
  }
  output.put(TERMINATION);
  writeInteger(output, exit.termination);
  output.put(EXIT);
  writeInteger(output, exit.exit);
  output.put(CLOSE);
}

/** The address, and behind it what only some records have: how many there were. */
function writeAddress(output: Output, { address, count }: LoginRecord): void {
  writeOptional(output, address, writeText);
  if (count === undefined) return;
  output.put(COUNT);
  writeInteger(output, count);
}
