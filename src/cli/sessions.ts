import type { SessionList } from "../sessions/ordered-sessions.ts";
import { Session } from "../sessions/session.ts";
import { Wtmp } from "../views/wtmp.ts";
import type { Zone } from "../zone.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  type Format,
  FORMAT_OPTIONS,
  formatOf,
  loginsOptions,
  loginsPlace,
  zoneValue,
} from "./common-options.ts";
import {
  FILTER_OPTIONS,
  filterValues,
  pathValue,
  rotatedValue,
  timeValue,
} from "./filter-options.ts";
import { complainOfEmpty } from "./empty-store.ts";
import { FieldPrinter } from "./field-printer.ts";
import { nowIn } from "./now.ts";
import { complain, type Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { isAllText, SESSION_FIELDS } from "./session-fields.ts";
import { writeSessions } from "./sessions-text.ts";
import { titleText } from "./title-text.ts";
import { UsageError } from "./usage-error.ts";
import { zoneOf } from "./zone.ts";

const NONE = {
  user: "utmpx: No sessions are on record that fit",
  boot: "utmpx: No boots are on record that fit",
} as const;

/** What tells users' sessions apart, and no boots. */
const OF_USERS = ["user", "line", "address"] as const;

const command: Command = defineCommand({
  name: "sessions",
  summary: "Lists sessions, and how each ended; several files are one history",
  operands: "[FILE]...",
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    ...FILTER_OPTIONS,
    "as-of": { type: "string", value: "TIME", help: "as though it were this time" },
    boots: { type: "boolean", help: "list the times the system was up instead" },
    ...loginsOptions("wtmp"),
    ...FORMAT_OPTIONS,
  },
  run(values, operands, output, isColored) {
    const format = formatOf(values);
    const kind = values.boots === true ? "boot" : "user";
    const useless =
      kind === "boot" ? OF_USERS.find((name) => values[name] !== undefined) : undefined;
    if (useless !== undefined) throw new UsageError(`Cannot choose boots by --${useless}`);
    const zone = zoneOf(values.tz);
    const view = new Wtmp({
      ...loginsPlace(values, "wtmp"),
      ...pathValue(operands),
      ...rotatedValue(values),
    });
    const now = nowIn(view, values.root);
    const filters = filterValues(values, now, zone);
    const asOf = values["as-of"];
    const moment = asOf === undefined ? {} : { asOf: timeValue("as-of", asOf, now, zone, "up") };
    const options = { ...filters, ...moment };
    const sessions = view.sessionList(kind, options);
    if (format === null) {
      if (sessions.length > 0) printText(sessions, kind, zone, output, isColored);
      else if (options.limit !== 0) {
        complain(NONE[kind]);
        if (operands.length === 0) complainOfEmpty(values, ["wtmp", "wtmpdb"]);
      }
      sayUnmatched(view.unmatchedLogouts);
    } else {
      printRecords(sessions, format, zoneValue(values), output);
    }
    return complainOf(view.problems, output);
  },
});

export default command;

function printRecords(
  sessions: SessionList,
  format: Format,
  zone: Zone | null,
  output: Output,
): void {
  const printer = new FieldPrinter(format, output, zone, () => SESSION_FIELDS);
  for (const session of sessions) {
    if (isAllText(session)) printer.print(session);
    else printer.printAs(new Session(session).toJSON());
  }
  printer.end();
}

function printText(
  sessions: SessionList,
  kind: Session["kind"],
  zone: Zone,
  output: Output,
  isColored: () => boolean,
): void {
  const titleOf = (titles: string): string => titleText(titles, isColored());
  const isAnyCorrected = writeSessions(output, sessions, kind, zone, titleOf);
  output.flush();
  if (isAnyCorrected) {
    complain("utmpx: * The clock was set meanwhile: this time is without the change");
  }
}

/** History that was rotated away is no damage. */
function sayUnmatched(count: number): void {
  if (count > 0) complain(`utmpx: Logouts whose logins are not on record: ${count}`);
}
