import type { LoginRecord, UtmpEntryJSON } from "../entry.ts";
import type { TextName } from "../field-readers.ts";
import type { UtmpLayout } from "../layout.ts";
import type { Zone } from "../zone.ts";
import type { Format } from "./common-options.ts";
import { FieldPrinter } from "./field-printer.ts";
import { FieldMaker, type Field } from "./field-values.ts";
import type { Output } from "./output.ts";

const fields = new FieldMaker<LoginRecord, UtmpEntryJSON>();

/** The fields of an entry, in order. */
const ENTRY_FIELDS: readonly Field<LoginRecord>[] = [
  fields.one("type", (values, { type }) => values.word(type)),
  fields.one("typeCode", (values, { typeCode }) => values.integer(typeCode)),
  fields.one("pid", (values, { pid }) => values.integer(pid)),
  fields.one("sid", (values, { sid }) => values.integer(sid)),
  textField("id"),
  textField("user"),
  textField("line"),
  textField("host"),
  fields.one("device", (values, { device }) => values.text(device)),
  fields.one("time", (values, record) => {
    // A `Date` holds all times that are known to the microsecond, and others beyond those.
    const { micros } = record;
    if (micros === null) values.date(record.time);
    else values.time(micros);
  }),
  fields.one("micros", (values, { micros }) => values.integer(micros)),
  fields.several("exit", ({ exit }) => exit, [
    ["termination", (values, { termination }) => values.integer(termination)],
    ["exit", (values, { exit }) => values.integer(exit)],
  ]),
  fields.one("address", (values, { address }) => values.text(address)),
  fields.one(
    "count",
    (values, { count }) => values.integer(count ?? null),
    ({ count }) => count !== undefined,
  ),
  fields.one("isUserProcess", (values, { isUserProcess }) => values.flag(isUserProcess)),
  fields.one("source", (values, { source }) => values.word(source)),
  fields.one("offset", (values, { offset }) => values.integer(offset)),
];

function textField(name: TextName): Field<LoginRecord> {
  return fields.one(name, (values, record) => values.recordText(record, name));
}

/**
 * Prints entries.
 *
 * @param zone that of times; `null` for UTC
 * @param layoutOf the layout of the entries: CSV asks for it when there is one, or none is left
 * @param besides names of what is told besides, in order
 */
export function entryPrinter(
  format: Format,
  output: Output,
  zone: Zone | null,
  layoutOf: () => UtmpLayout | undefined,
  besides: readonly string[],
): FieldPrinter<LoginRecord> {
  const fieldsOf = (): readonly Field<LoginRecord>[] =>
    format === "csv" ? columnsOf(layoutOf()) : ENTRY_FIELDS;
  return new FieldPrinter(format, output, zone, fieldsOf, besides);
}

/** Few records count: the others have no column for it. */
function columnsOf(layout: UtmpLayout | undefined): readonly Field<LoginRecord>[] {
  const hasCount = (layout?.fields.count ?? null) !== null;
  return hasCount ? ENTRY_FIELDS : ENTRY_FIELDS.filter(({ name }) => name !== "count");
}
