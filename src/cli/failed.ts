import { findLayout } from "../../platforms/index.ts";
import type { UtmpEntry } from "../entry.ts";
import { judgedEntry, type NameRule } from "../redaction.ts";
import { knownUsers } from "../report/known-users.ts";
import { countFailures } from "../sessions/failure-count.ts";
import { FAILURE_KEYS, type FailureKey } from "../sessions/failure-key.ts";
import type { FailureCount } from "../sessions/failure-tally.ts";
import { Btmp } from "../views/btmp.ts";
import type { Zone } from "../zone.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  LAYOUT_OPTION,
  layoutValue,
  ROOT_OPTION,
  rootValue,
  SOURCE_OPTION,
  sourceValue,
} from "./common-options.ts";
import { entryColumns } from "./entry-columns.ts";
import { countLines, failureLine, failureTitles, secondTexts } from "./failed-text.ts";
import {
  countValue,
  FILTER_OPTIONS,
  filterValues,
  pathValue,
  rotatedValue,
} from "./filter-options.ts";
import { FORMAT_OPTIONS, formatOf, RecordPrinter, type Format } from "./format.ts";
import { complain, type Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { UsageError } from "./usage-error.ts";
import { zoneOf, zoneValue } from "./zone.ts";

const NONE = "utmpx: No failed logins are on record that fit";
const COUNT_COLUMNS = ["key", "count", "first", "last", "users", "addresses"];

const command: Command = defineCommand({
  name: "failed",
  summary: "Lists failed logins, or counts them; several files are one stream",
  operands: "[FILE...]",
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    ...FILTER_OPTIONS,
    by: { type: "string", value: "KEY", help: `count them by ${FAILURE_KEYS.join(", ")}` },
    top: { type: "string", value: "N", help: "only the N highest counts" },
    redact: { type: "boolean", help: "hide names that no account has: they can be passwords" },
    ...SOURCE_OPTION,
    ...ROOT_OPTION,
    ...LAYOUT_OPTION,
    ...FORMAT_OPTIONS,
  },
  run(values, operands, output, isColored) {
    const format = formatOf(values);
    const by = keyValue(values.by);
    const top = values.top === undefined ? undefined : countValue("top", values.top);
    if (top !== undefined && by === null) {
      throw new UsageError("Cannot tell the highest of no counts: --top goes with --by");
    }
    const zone = zoneOf(values.tz);
    const { reverse = false, ...filters } = filterValues(
      values,
      Math.floor(Date.now() / 1000),
      zone,
    );
    const btmp = new Btmp({
      ...rootValue(values),
      ...layoutValue(values, "utmp"),
      ...sourceValue(values),
      ...pathValue(operands),
      ...rotatedValue(values),
    });
    const names = { isKnown: knownUsers(values.root), redact: values.redact === true };
    const shown = { output, names, zone, recordZone: zoneValue(values), isColored };
    if (by === null) {
      printEntries(btmp, btmp.failures({ ...filters, reverse }), format, shown);
    } else {
      const counts = countFailures(btmp.failures(filters), by, { zone, top, names });
      printCounts(reverse ? counts.reverse() : counts, by, format, shown);
    }
    return complainOf(btmp.problems);
  },
});

export default command;

/** How what was found is shown. */
interface Shown {
  readonly output: Output;
  readonly names: NameRule;
  readonly zone: Zone;
  /** The zone of times for programs; `null` for UTC. */
  readonly recordZone: Zone | null;
  readonly isColored: boolean;
}

function printEntries(
  btmp: Btmp,
  failures: Iterator<UtmpEntry>,
  format: Format | null,
  { output, names, zone, recordZone, isColored }: Shown,
): void {
  // What can't be read has neither titles nor a header.
  let next = failures.next();
  if (format === null) {
    if (next.done === true) return complain(NONE);
    const at = secondTexts(zone);
    output.write(`${titleText(failureTitles(), isColored)}\n`);
    for (; next.done !== true; next = failures.next()) {
      output.write(`${failureLine(next.value, names, at)}\n`);
    }
    return;
  }
  const columns = entryColumns(findLayout(btmp.layout, "utmp")?.layout);
  const printer = new RecordPrinter(format, output, recordZone, [...columns, "knownUser"]);
  for (; next.done !== true; next = failures.next()) {
    printer.print(judgedEntry(next.value.toJSON(), names));
  }
  printer.end();
}

function printCounts(
  counts: readonly FailureCount[],
  by: FailureKey,
  format: Format | null,
  { output, names, zone, recordZone, isColored }: Shown,
): void {
  if (format === null) {
    if (counts.length === 0) return complain(NONE);
    const [titles = "", ...lines] = countLines(counts, by, names, zone);
    output.write(`${titleText(titles, isColored)}\n`);
    for (const line of lines) output.write(`${line}\n`);
    return;
  }
  const columns = by === "user" ? [...COUNT_COLUMNS, "knownUser"] : COUNT_COLUMNS;
  const printer = new RecordPrinter(format, output, recordZone, columns);
  for (const count of counts) printer.print(count);
  printer.end();
}

/** @throws {@link UsageError} if it is none of those known */
function keyValue(text: string | undefined): FailureKey | null {
  if (text === undefined) return null;
  const key = FAILURE_KEYS.find((known) => known === text);
  if (key !== undefined) return key;
  throw new UsageError(`Cannot count by "${text}": known are ${FAILURE_KEYS.join(", ")}`);
}

function titleText(titles: string, isColored: boolean): string {
  return isColored ? `\x1b[1m${titles}\x1b[0m` : titles;
}
