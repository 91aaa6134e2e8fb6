import { hostPlatform } from "../../platforms/index.ts";
import { isReadError } from "../errors.ts";
import { systemAccounts } from "../passwd.ts";
import { Lastlog } from "../views/lastlog.ts";
import { defineCommand, type Command, type Values } from "./command.ts";
import {
  fileValue,
  type Format,
  FORMAT_OPTIONS,
  formatOf,
  formats,
  LAYOUT_OPTION,
  layoutValue,
  ROOT_OPTION,
  rootValue,
  sourceOption,
  sourceValue,
  UNPACKED_OPTION,
  unpackedValue,
  zoneValue,
} from "./common-options.ts";
import {
  lastlogUidMax,
  shownAccounts,
  unknownUser,
  wantedUsers,
  type Wanted,
} from "./lastlog-accounts.ts";
import { ageFilter, LastLogins, type AgeFilter } from "./lastlog-age.ts";
import {
  accountRows,
  fileRows,
  LASTLOG_HEADING,
  lastlogLine,
  type LastlogRow,
} from "./lastlog-rows.ts";
import { complain, type Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { UsageError } from "./usage-error.ts";
import type { Zone } from "../zone.ts";
import { zoneOf } from "./zone.ts";

const COLUMNS = ["uid", "user", "line", "host", "time", "micros", "service", "source", "offset"];

const OPTIONS = {
  active: { type: "boolean", short: "a", help: "only users who have logged in" },
  before: { type: "string", short: "b", value: "DAYS", help: "only logins at least DAYS ago" },
  time: { type: "string", short: "t", value: "DAYS", help: "only logins at most DAYS ago" },
  user: { type: "string", short: "u", value: "USER", help: "only a name, a uid or uids as 1000-" },
  file: { type: "string", short: "f", value: "FILE", help: "all records of FILE, by uid" },
  clear: { type: "boolean", short: "C", help: "refused: nothing is changed here" },
  set: { type: "boolean", short: "S", help: "refused: nothing is changed here" },
  ...sourceOption("lastlog"),
  root: { ...ROOT_OPTION.root, short: "R" },
  ...LAYOUT_OPTION,
  ...UNPACKED_OPTION,
  ...FORMAT_OPTIONS,
} as const;

const command: Command = defineCommand({
  name: "lastlog",
  summary: "Shows when each user last logged in, as lastlog(8) does",
  operands: "",
  maxOperands: 0,
  options: OPTIONS,
  run(values, _operands, output) {
    if (values.clear === true || values.set === true) {
      throw new UsageError("Cannot change a record: last logins are only read here");
    }
    const format = formatOf(values);
    const zone = zoneOf(values.tz);
    const isWithin = ageFilter(values);
    const view = lastlogView(values);
    const logins = new LastLogins(view);
    const rows = rowsOf(view, logins, values);
    const tree = values.root === undefined ? null : logins;
    const within = isWithin === null ? rows : agedRows(rows, isWithin, tree);
    if (format === null) printText(within, values.active === true, zone, output);
    else {
      const shown = values.active === true ? within.filter(hasLogin) : within;
      printRecords(shown, format, zoneValue(values), output);
    }
    return complainOf(view.problems, output);
  },
});

export default command;

function lastlogView(values: Values<typeof OPTIONS>): Lastlog {
  const { file } = values;
  return new Lastlog({
    ...(file !== undefined && { path: fileValue(file) }),
    ...layoutValue(values, "lastlog"),
    ...rootValue(values),
    ...sourceValue(values, "lastlog"),
    ...unpackedValue(values),
  });
}

function rowsOf(
  view: Lastlog,
  logins: LastLogins,
  { user, file, root }: Values<typeof OPTIONS>,
): IteratorObject<LastlogRow, undefined> {
  const accounts = systemAccounts(root, () => hostPlatform().openLibrary());
  const wanted =
    user === undefined
      ? null
      : wantedUsers(user, accounts, () => (file === undefined ? isKeptByName(view) : view.isNamed));
  if (file !== undefined) return fileRows(logins, wanted);
  const uidMax = lastlogUidMax(root);
  if (wanted !== null) warnOfUids(wanted, uidMax);
  const isOrphan = (name: string): boolean =>
    (wanted === null || wanted.name === name) && accounts.uidOf(name) === null;
  const rows = accountRows(logins, shownAccounts(accounts, wanted, uidMax), isOrphan);
  if (rows.length === 0 && wanted !== null && Number.isNaN(wanted.from))
    throw unknownUser(user ?? "");
  return rows.values();
}

/** What can't be read knows no name; whoever reads it will say why. */
function isKeptByName(view: Lastlog): boolean {
  try {
    return view.isNamed;
  } catch (error) {
    if (!isReadError(error)) throw error;
    return false;
  }
}

/** @param tree last logins of another system, whose present is its newest login */
function agedRows(
  rows: IteratorObject<LastlogRow, undefined>,
  isWithin: AgeFilter,
  tree: LastLogins | null,
): IteratorObject<LastlogRow, undefined> {
  const clock = Math.floor(Date.now() / 1000);
  if (tree === null) return rows.filter(({ entry }) => isWithin(entry, clock));
  // Which one is the newest is known behind the last.
  const all = [...rows];
  const now = tree.newest ?? clock;
  return all.values().filter(({ entry }) => isWithin(entry, now));
}

function warnOfUids({ from, to }: Wanted, uidMax: number): void {
  if (from > uidMax || (to > uidMax && to !== Number.POSITIVE_INFINITY)) {
    complain(
      `utmpx: Uids above LASTLOG_UID_MAX (${uidMax}) are asked for: they may have no records`,
    );
  }
}

function hasLogin({ entry }: LastlogRow): boolean {
  return entry !== null && entry.time !== null;
}

function printText(
  rows: Iterable<LastlogRow>,
  isActive: boolean,
  zone: Zone,
  output: Output,
): void {
  let hasHeading = false;
  for (const row of rows) {
    // The old tool tells who never logged in too late for its heading.
    if (!hasHeading) output.write(`${LASTLOG_HEADING}\n`);
    hasHeading = true;
    if (!isActive || hasLogin(row)) output.write(`${lastlogLine(row, zone)}\n`);
  }
}

function printRecords(
  rows: Iterable<LastlogRow>,
  format: Format,
  zone: Zone | null,
  output: Output,
): void {
  const printer = new (formats().RecordPrinter)(format, output, zone, COLUMNS);
  for (const { record } of rows) printer.print(record);
  printer.end();
}
