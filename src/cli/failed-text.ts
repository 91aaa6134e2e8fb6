import type { LoginRecord } from "../entry.ts";
import { localShortTime } from "../local-time.ts";
import { unknownName, type NameRule } from "../redaction.ts";
import { columnLine, fieldColumn } from "../report/columns.ts";
import type { FailureKey } from "../sessions/failure-options.ts";
import type { JudgedCount } from "../sessions/failure-tally.ts";
import type { Zone } from "../zone.ts";
import { ColumnsOutput } from "./columns-output.ts";
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

/** Lines of counts, the titles first. */
export function* countLines(
  counts: readonly JudgedCount[],
  by: FailureKey,
  names: NameRule,
  zone: Zone,
): Generator<string, undefined, undefined> {
  const rows = counts.map((counted) => countCells(counted, names, zone));
  const titles = ["COUNT", by.toUpperCase(), "FIRST", "LAST", "USERS", "ADDRESSES"];
  const widths = titles.map((title, i) =>
    rows.reduce((most, row) => Math.max(most, Bun.stringWidth(row[i] ?? "")), title.length),
  );
  for (const row of [titles, ...rows]) yield columnLine(row, widths, NUMBERS);
}

/** Places of {@link countCells} that hold numbers. */
const NUMBERS: readonly number[] = [0, 4, 5];

function countCells(counted: JudgedCount, names: NameRule, zone: Zone): string[] {
  const { count, first, last, users, addresses } = counted;
  const times = [first, last].map((time) =>
    time === null ? "-" : localShortTime(zone, new Date(time)),
  );
  return [String(count), keyText(counted, names), ...times, String(users), String(addresses)];
}

function keyText({ key, keyBytes, knownUser }: JudgedCount, { redact }: NameRule): string {
  if (key === null) return "-";
  if (knownUser !== false) return fieldColumn(key, keyBytes);
  return redact ? key : `${fieldColumn(key, keyBytes)}  ${NO_ACCOUNT}`;
}
