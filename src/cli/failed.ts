import type { LoginRecord } from "../entry.ts";
import type { UtmpLayout } from "../layout.ts";
import { judgedEntry, type NameRule } from "../redaction.ts";
import { knownUsers } from "../report/known-users.ts";
import { countFailures } from "../sessions/failure-count.ts";
import { FAILURE_KEYS, type FailureKey } from "../sessions/failure-options.ts";
import type { JudgedCount } from "../sessions/failure-tally.ts";
import { Btmp } from "../views/btmp.ts";
import type { Zone } from "../zone.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  entries,
  type Format,
  FORMAT_OPTIONS,
  formatOf,
  formats,
  loginsOptions,
  loginsPlace,
  zoneValue,
} from "./common-options.ts";
import { complainOfEmpty } from "./empty-store.ts";
import { FailureLines, failureTitles, writeCounts } from "./failed-text.ts";
import {
  countValue,
  FILTER_OPTIONS,
  filterValues,
  pathValue,
  rotatedValue,
} from "./filter-options.ts";
import { nowIn } from "./now.ts";
import { complain, type Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { titleText } from "./title-text.ts";
import { UsageError } from "./usage-error.ts";
import { zoneOf } from "./zone.ts";

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
    ...loginsOptions("btmp"),
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
    const btmp = new Btmp({
      ...loginsPlace(values, "btmp"),
      ...pathValue(operands),
      ...rotatedValue(values),
    });
    const now = nowIn(btmp, values.root);
    const { reverse = false, ...filters } = filterValues(values, now, zone);
    // Of what nobody wants no record is read: that there is a file must be asked.
    if (filters.limit === 0) void btmp.layout;
    const names = { isKnown: knownUsers(values.root), redact: values.redact === true };
    const isAnyWanted = filters.limit !== 0 && top !== 0;
    const sayNone = (): void => {
      if (!isAnyWanted) return;
      complain(NONE);
      if (operands.length === 0) complainOfEmpty(values, ["btmp"]);
    };
    const shown = { output, names, zone, recordZone: zoneValue(values), isColored, sayNone };
    if (by === null) {
      printEntries(btmp, btmp.failureRecords({ ...filters, reverse }), format, shown);
    } else {
      // Counts for programs have the hours and days of the times beside them.
      const clock = format === null ? zone : zoneOf(values.tz ?? "UTC");
      const counts = countFailures(btmp.failureRecords(filters), by, { zone: clock, top, names });
      printCounts(reverse ? counts.reverse() : counts, by, format, shown);
    }
    return complainOf(btmp.problems, output);
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
  readonly isColored: () => boolean;
  /** Says that there was nothing to show. */
  readonly sayNone: () => void;
}

function printEntries(
  btmp: Btmp,
  failures: Iterable<LoginRecord>,
  format: Format | null,
  shown: Shown,
): void {
  if (format === null) return printLines(failures, shown);
  const { output, names, recordZone } = shown;
  const layoutOf = (): UtmpLayout | undefined => btmp.ordered?.layout;
  const besides = ["knownUser"];
  const printer = entries().entryPrinter(format, output, recordZone, layoutOf, besides);
  for (const entry of failures) {
    if (names.redact) printer.printAs(judgedEntry(entry.toJSON(), names));
    else printer.print(entry, { knownUser: names.isKnown(entry.user, entry.userBytes) });
  }
  printer.end();
}

function printLines(
  failures: Iterable<LoginRecord>,
  { output, names, zone, isColored, sayNone }: Shown,
): void {
  const lines = new FailureLines(output, names, zone);
  let isAny = false;
  for (const entry of failures) {
    if (!isAny) output.write(`${titleText(failureTitles(), isColored())}\n`);
    isAny = true;
    lines.write(entry);
  }
  if (!isAny) sayNone();
}

function printCounts(
  counts: readonly JudgedCount[],
  by: FailureKey,
  format: Format | null,
  { output, names, zone, recordZone, isColored, sayNone }: Shown,
): void {
  if (format === null) {
    if (counts.length === 0) return sayNone();
    const titleOf = (titles: string): string => titleText(titles, isColored());
    writeCounts(output, counts, by, names, zone, titleOf);
    return;
  }
  const columns = by === "user" ? [...COUNT_COLUMNS, "knownUser"] : COUNT_COLUMNS;
  const printer = new (formats().RecordPrinter)(format, output, recordZone, columns);
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
