import type { LoginRecord } from "../entry.ts";
import { typeNumberOf } from "../files/find.ts";
import { ctime } from "../local-time.ts";
import type { RecordType } from "../record-types.ts";
import type {
  ChargeReason,
  ConnectTimeProblem,
  NegativeTimeError,
  OpenLogin,
} from "../sessions/connect-time-events.ts";
import { HashOrder } from "../sessions/hash-order.ts";
import { textOf } from "../text.ts";
import type { Zone } from "../zone.ts";
import { hours } from "./ac-text.ts";
import { byteText, fit, visible, type ByteText } from "./byte-text.ts";

const NAME = 32;

/** What GNU's ac(8) says of a record with a problem. */
export function problemLine(place: ByteText, problem: ConnectTimeProblem, zone: Zone): string {
  return visible(`${place}: problem: ${problemText(problem, zone)}`, true);
}

function problemText(problem: ConnectTimeProblem, zone: Zone): ByteText {
  switch (problem.kind) {
    case "time warp":
      return `time warp (${clock(problem.from, zone)} -> ${clock(problem.to, zone)})`;
    case "unpaired time":
      return "unpaired time record (ignored)";
    case "duplicate":
      return `duplicate record for line \`${lineOf(problem.login)}'`;
    case "missing login":
      return `missing login record for \`${lineOf(problem.login)}'`;
    case "no line":
      return "trying to hash rec with ut_line == NULL";
    case "empty":
      return "empty record";
  }
}

/** What it says of negative time, before it gives up. */
export function negativeLine(
  place: ByteText,
  { login, reason, seconds }: NegativeTimeError,
): string {
  const user = byteText(login.user, login.userBytes);
  const problem = `update user ${user} (for ${reason}) with ${seconds} seconds?!`;
  return visible(`${place}: problem: ${problem}`, true);
}

/** What it shows of the users to count with `--debug`. */
export function nameLines(names: readonly string[]): string[] {
  const table = new HashOrder<ByteText>();
  for (const name of names) table.set(textOf(name), byteText(name));
  return table.values().map((name) => `${visible(name, true)} (${name.length})`);
}

/** What it shows of a record with `--debug`. */
export function recordLines(entry: LoginRecord, taken: RecordType, zone: Zone): string[] {
  const line = "-".repeat(75);
  const current = `CURRENT REC: ${recordText(entry, entry.typeCode, zone)}`;
  const isMarked = /^[{|]/.test(entry.line);
  if (taken === entry.type && !isMarked) return [line, current];
  return [line, current, ` MUNGED REC: ${recordText(entry, typeNumberOf(taken), zone)}`];
}

function recordText(entry: LoginRecord, type: number, zone: Zone): string {
  const fields = [
    fit(byteText(entry.user, entry.userBytes), NAME),
    fit(byteText(entry.line, entry.lineBytes), NAME),
    String(type),
    fit(byteText(entry.id, entry.idBytes), 4).replace(/[^ -~]/g, "?"),
    String(entry.pid ?? 0).padStart(5),
    fit(byteText(entry.host, entry.hostBytes), 256),
    clock(Math.floor((entry.micros ?? 0) / 1e6), zone),
  ];
  return visible(fields.join("|"), true);
}

/** What it shows of time that is counted. */
export function chargeLine(login: OpenLogin, seconds: number, reason: ChargeReason): string {
  const user = visible(fit(byteText(login.user, login.userBytes), NAME), true);
  return `\t\t\t\t\t${hours(seconds).padStart(32)} ${user} (${reason})`;
}

/** What it shows of the logins that are open behind a record. */
export function openLine(login: OpenLogin, zone: Zone): string {
  const user = fit(byteText(login.user, login.userBytes), NAME);
  return `**\t${visible(`${fit(lineOf(login), NAME)} ${user}`, true)} ${clock(login.since, zone)}`;
}

function lineOf({ line, lineBytes }: Pick<OpenLogin, "line" | "lineBytes">): ByteText {
  return byteText(line, lineBytes);
}

function clock(time: number, zone: Zone): string {
  return ctime(zone, time) ?? "";
}
