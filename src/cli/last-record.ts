import { invalidTextOf } from "../entry.ts";
import { dateOf, isoTime } from "../timestamp.ts";
import { lineText, type ShownLine } from "./last-line.ts";

/** Fields of what programs get of a line, in order. */
export const LAST_COLUMNS = [
  "kind",
  "user",
  "line",
  "host",
  "address",
  "pid",
  "id",
  "login",
  "logout",
  "durationSeconds",
  "end",
  "source",
  "offset",
] as const;

/**
 * What a line shows, for programs: nothing is cut.
 *
 * @param host what is shown instead of the record's host, if anything is
 */
export function lastRecord(line: ShownLine, host: string | null): object {
  const { kind, entry, login, end } = line;
  const isLogin = kind === "user" || kind === "failed";
  const isClock = kind === "old-time" || kind === "new-time";
  const logout = kind === "failed" || isClock || end === "open" ? null : line.logout;
  const { lineBytes, hostBytes, ...bytes } = invalidTextOf(entry);
  return {
    kind: isClock ? "clock" : kind,
    user: line.name ?? entry.user,
    line: isLogin ? entry.line : lineText(line),
    host: host ?? entry.host,
    address: entry.address,
    pid: entry.pid,
    id: entry.id,
    login: entry.time && isoTime(entry.time, entry.micros),
    logout: isoOf(logout),
    durationSeconds: secondsBetween(login, logout),
    end,
    source: entry.source,
    offset: entry.offset,
    ...bytes,
    ...(isLogin && lineBytes !== undefined && { lineBytes }),
    ...(host === null && hostBytes !== undefined && { hostBytes }),
  };
}

function isoOf(micros: number | null): string | null {
  const date = micros === null ? null : dateOf(0, micros);
  return date && isoTime(date, Number.isSafeInteger(micros) ? micros : null);
}

function secondsBetween(login: number, logout: number | null): number | null {
  const micros = logout === null ? Number.NaN : logout - login;
  return Number.isNaN(micros) ? null : micros / 1e6;
}
