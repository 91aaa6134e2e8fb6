import type { UtmpLayout } from "../layout.ts";

const COLUMNS = [
  "type",
  "typeCode",
  "pid",
  "sid",
  "id",
  "user",
  "line",
  "host",
  "device",
  "time",
  "micros",
  "exitTermination",
  "exitExit",
  "address",
  "isUserProcess",
  "source",
  "offset",
];

/** Columns that CSV has of entries: few records count, and the others have no column for it. */
export function entryColumns(layout: UtmpLayout | undefined): readonly string[] {
  if ((layout?.fields.count ?? null) === null) return COLUMNS;
  return COLUMNS.flatMap((name) => (name === "address" ? [name, "count"] : [name]));
}
