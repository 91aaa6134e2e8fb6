import type { LoginRecord } from "../entry.ts";
import { unknownName, type NameRule } from "../redaction.ts";
import { columnLine, fieldColumn } from "../report/columns.ts";
import type { FailureKey } from "../sessions/failure-options.ts";
import type { JudgedCount } from "../sessions/failure-tally.ts";
import type { Zone } from "../zone.ts";
import { ColumnsOutput, writeColumns, type Cells } from "./columns-output.ts";
import type { Output } from "./output.ts";
import { ShortTimes } from "./short-times.ts";

const NO_ACCOUNT = "unknown user";

/** Columns of a list, which is not held in memory for the sake of their widths. */
const TITLES = ["TIME", "USER", "LINE", "FROM"];
const WIDTHS = ["2026-11-20 12:00:00".length, 16, "ssh:notty".length, 0];

/** The titles of the lines that {@link FailureLines} writes. */
export function failureTitles(): string {
  return columnLine(TITLES, WIDTHS);
}

/** Writes lines of a list: time, name, terminal, host or address, and whether no account has the name. */
export class FailureLines {
  readonly #columns: ColumnsOutput;
  readonly #names: NameRule;
  readonly #times: ShortTimes;

  constructor(output: Output, names: NameRule, zone: Zone) {
    this.#columns = new ColumnsOutput(output, WIDTHS);
    this.#names = names;
    this.#times = new ShortTimes(zone);
  }

  write(entry: LoginRecord): void {
    const { user, userBytes, line, lineBytes, count } = entry;
    const columns = this.#columns;
    const isUnknown = !this.#names.isKnown(user, userBytes);
    const isHidden = isUnknown && this.#names.redact;
    this.#times.putSecond(columns, msOf(entry));
    columns.next();
    columns.write(isHidden ? unknownName(user) : fieldColumn(user, userBytes));
    columns.next();
    columns.write(fieldColumn(line, lineBytes));
    columns.next();
    columns.write(origin(entry));
    if (isUnknown && !isHidden) {
      columns.next();
      columns.write(NO_ACCOUNT);
    }
    if (count !== undefined) {
      columns.next();
      columns.write(`${count} times`);
    }
    columns.endLine();
  }
}

/** Milliseconds since 1970; a `Date` is made only where it must be. */
function msOf(entry: LoginRecord): number | null {
  const { micros } = entry;
  return micros === null ? (entry.time?.getTime() ?? null) : Math.floor(micros / 1000);
}

/** Where a login came from: its host, and the address if that is something else. */
function origin({ host, hostBytes, address }: LoginRecord): string {
  if (host === "") return address ?? "-";
  const name = fieldColumn(host, hostBytes);
  return address === null || address === host ? name : `${name}  ${address}`;
}

/**
 * Writes lines of counts, the titles first.
 *
 * @param titleOf the line of the titles, as it is to be shown
 */
export function writeCounts(
  output: Output,
  counts: readonly JudgedCount[],
  by: FailureKey,
  names: NameRule,
  zone: Zone,
  titleOf: (titles: string) => string,
): void {
  const times = new ShortTimes(zone);
  const columns = [
    { title: "COUNT", most: WHOLE, isNumber: true },
    { title: by.toUpperCase(), most: WHOLE },
    { title: "FIRST", most: WHOLE },
    { title: "LAST", most: WHOLE },
    { title: "USERS", most: WHOLE, isNumber: true },
    { title: "ADDRESSES", most: WHOLE, isNumber: true },
  ];
  const tell = (cells: Cells, counted: JudgedCount): void => {
    tellCount(cells, counted, names, times);
  };
  writeColumns(output, columns, counts, tell, titleOf);
}

/** A column that is as wide as its widest cell. */
const WHOLE = Number.POSITIVE_INFINITY;

function tellCount(cells: Cells, counted: JudgedCount, names: NameRule, times: ShortTimes): void {
  cells.number(counted.count);
  cells.next();
  cells.write(keyText(counted, names));
  cells.next();
  for (const time of [counted.first, counted.last]) {
    times.putMinute(cells, time === null ? null : Date.parse(time));
    cells.next();
  }
  cells.number(counted.users);
  cells.next();
  cells.number(counted.addresses);
  cells.endLine();
}

function keyText({ key, keyBytes, knownUser }: JudgedCount, { redact }: NameRule): string {
  if (key === null) return "-";
  if (knownUser !== false) return fieldColumn(key, keyBytes);
  return redact ? key : `${fieldColumn(key, keyBytes)}  ${NO_ACCOUNT}`;
}
