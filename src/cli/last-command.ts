import { isReadError } from "../errors.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  FORMAT_OPTIONS,
  formatOf,
  loginsOptions,
  loginsPlace,
  zoneValue,
} from "./common-options.ts";
import { complainOfEmpty } from "./empty-store.ts";
import { isUtf8Locale } from "./locale-name.ts";
import { LastListing } from "./last-listing.ts";
import { LastNames } from "./last-filter.ts";
import {
  filesOf,
  hostKindOf,
  hostPlaceOf,
  LAST_OPTIONS,
  limitOf,
  timeFormatOf,
  timesOf,
  type LastValues,
} from "./last-options.ts";
import { recordOutput, textOutput } from "./last-output.ts";
import { zoneOf } from "./zone.ts";
import type { Output } from "./output.ts";
import { complainOfError } from "./problems.ts";

/** last(1), or lastb(1): the same of another file. */
export function lastCommand(name: string, summary: string, database: "wtmp" | "btmp"): Command {
  return defineCommand({
    name,
    summary,
    operands: "[USER | LINE]...",
    maxOperands: Number.POSITIVE_INFINITY,
    options: {
      ...LAST_OPTIONS,
      ...loginsOptions(database),
      ...FORMAT_OPTIONS,
    },
    digits: "limit",
    run: (values, operands, output) => run(database, values, operands, output),
  });
}

function run(
  database: "wtmp" | "btmp",
  values: LastValues,
  operands: readonly string[],
  output: Output,
): number {
  const format = formatOf(values);
  const zone = zoneOf(values.tz);
  const now = Math.floor(Date.now() / 1000);
  const style = {
    times: timeFormatOf(values),
    zone,
    host: hostPlaceOf(values),
    isFull: values.fullnames === true,
    isTabbed: values["tab-separated"] === true,
    isUtf8: isUtf8Locale(),
  };
  const files = filesOf(values);
  const given = timesOf(values, now, zone);
  const listing = new LastListing({
    database,
    place: loginsPlace(values, database),
    now,
    timesAt: (seconds) => (values.root === undefined ? given : timesOf(values, seconds, zone)),
    names: new LastNames(operands),
    limit: limitOf(values),
    host: hostKindOf(values),
    withSystem: values.system === true,
    output:
      format === null ? textOutput(output, style) : recordOutput(output, format, zoneValue(values)),
  });
  const code = files.length === 1 ? listing.read(files[0]) : readAll(listing, files);
  listing.end();
  const isNamed = files.some((file) => file !== undefined);
  if (format === null && listing.isEmpty && !isNamed) {
    complainOfEmpty(values, database === "btmp" ? ["btmp"] : ["wtmp", "wtmpdb"]);
  }
  return code;
}

/** That one of several files can't be read says nothing of the others. */
function readAll(listing: LastListing, files: readonly (string | undefined)[]): number {
  let code = 0;
  for (const file of files) {
    try {
      code = Math.max(code, listing.read(file));
    } catch (error) {
      if (!isReadError(error)) throw error;
      complainOfError(error);
      code = 1;
    }
  }
  return listing.hasBegun ? code : 3;
}
