import { readReport, type Report } from "../report/report.ts";
import { reportText } from "../report/report-text.ts";
import { isoTime } from "../timestamp.ts";
import type { SourceStatus } from "../views/source-status.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  FORMAT_OPTIONS,
  formatOf,
  formats,
  LAYOUT_OPTION,
  layoutValue,
  ROOT_OPTION,
  rootValue,
  sourceOption,
  sourceValue,
  zoneValue,
} from "./common-options.ts";
import { complainOf } from "./problems.ts";
import { complainOfDamage, judgeSources } from "./source-exit.ts";
import { titleText } from "./title-text.ts";
import { localZone } from "./zone.ts";

const { csv: _noList, ...REPORT_FORMATS } = FORMAT_OPTIONS;

const command: Command = defineCommand({
  name: "report",
  summary: "Shows who is logged in, who was, who tried and failed, and what can't be known",
  operands: "",
  maxOperands: 0,
  options: {
    ...ROOT_OPTION,
    ...LAYOUT_OPTION,
    "no-redact": { type: "boolean", help: "show names in failed logins that no account has" },
    ...sourceOption("utmp"),
    ...REPORT_FORMATS,
  },
  run(values, _operands, output, isColored) {
    const format = formatOf(values);
    const heading = (text: string): string => titleText(text, isColored());
    const zone = zoneValue(values);
    const where = { ...rootValue(values), ...layoutValue(values), ...sourceValue(values, "utmp") };
    const redact = values["no-redact"] !== true;
    const report = readReport({ ...where, redact });
    if (format === null) output.write(reportText(report, zone ?? localZone(), heading));
    else if (format === "json") output.write(`${formats().jsonOf(plain(report), zone)}\n`);
    else for (const line of lines(report)) output.write(`${formats().jsonOf(line, zone)}\n`);
    // The problems of what the report was made of are its own.
    complainOfDamage(report.sources.filter((status) => !isPartOfReport(status)));
    return Math.max(complainOf(report.problems, output), judgeSources(report.sources));
  },
});

export default command;

/** Whether the report was made of a store: it shows no last logins. */
function isPartOfReport({ store, used }: SourceStatus): boolean {
  return used && store !== "lastlog" && store !== "lastlog2";
}

/** A report as JSON has it. */
function plain({ problems: _, ...report }: Report): object {
  return { ...report, asOf: iso(report.asOf), failedSince: iso(report.failedSince) };
}

/** The same as lines, each of a kind. */
function* lines(report: Report): Generator<object, undefined, undefined> {
  const { host, unmatchedLogouts, failedCount, failedCut } = report;
  const since = { unmatchedLogouts, failedSince: iso(report.failedSince), failedCount, failedCut };
  yield { kind: "report", host, asOf: iso(report.asOf), ...since };
  for (const session of report.open) yield { ...session.toJSON(), kind: "open" };
  for (const session of report.sessions) yield { ...session.toJSON(), kind: "session" };
  for (const failure of report.failed) yield { kind: "failed", ...failure };
  for (const boot of report.boots) yield { ...boot.toJSON(), kind: "boot" };
  for (const source of report.sources) yield { kind: "source", ...source };
}

function iso(time: Date | null): string | null {
  return time && isoTime(time, null);
}
