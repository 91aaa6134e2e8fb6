import type { LoginRecord } from "../entry.ts";
import { localIsoTime, localShortTime } from "../local-time.ts";
import { unknownName, type NameRule } from "../redaction.ts";
import { columnLine, fieldColumn } from "../report/columns.ts";
import type { FailureKey } from "../sessions/failure-options.ts";
import type { JudgedCount } from "../sessions/failure-tally.ts";
import { isoTime } from "../timestamp.ts";
import type { Zone } from "../zone.ts";

const NO_ACCOUNT = "unknown user";

/** Columns of a list, which is not held in memory for the sake of their widths. */
const TITLES = ["TIME", "USER", "LINE", "FROM"];
const WIDTHS = ["2026-11-20 12:00:00".length, 16, "ssh:notty".length, 0];

/** The titles of {@link failureLine}. */
export function failureTitles(): string {
  return columnLine(TITLES, WIDTHS);
}

/** A line of a list: time, name, terminal, host or address, and whether no account has the name. */
export function failureLine(
  entry: LoginRecord,
  names: NameRule,
  at: (time: Date) => string,
): string {
  const { user, userBytes, line, lineBytes, time } = entry;
  const isUnknown = !names.isKnown(user, userBytes);
  const cells = [
    time === null ? "-" : at(time),
    isUnknown && names.redact ? unknownName(user) : fieldColumn(user, userBytes),
    fieldColumn(line, lineBytes),
    origin(entry),
    ...(isUnknown && !names.redact ? [NO_ACCOUNT] : []),
    ...(entry.count === undefined ? [] : [`${entry.count} times`]),
  ];
  return columnLine(cells, WIDTHS);
}

/** Local times to the second: attempts come faster than one a minute, and many in one second. */
export function secondTexts(zone: Zone): (time: Date) => string {
  let last = { second: Number.NaN, text: "" };
  return (time) => {
    const second = Math.floor(time.getTime() / 1000);
    if (second !== last.second) {
      const [text = ""] = localIsoTime(zone, isoTime(time, null)).split(".", 1);
      last = { second, text: text.replace("T", " ") };
    }
    return last.text;
  };
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
