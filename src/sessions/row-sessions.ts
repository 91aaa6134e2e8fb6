import type { KeptRows } from "../stores/store-content.ts";
import { hostAddress } from "../stores/store-entry.ts";
import { BOOT_TIME, isBoot, isLogin } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import { textOf } from "../text.ts";
import type { AsOf } from "./as-of.ts";
import type { RecordPlace, SessionFields } from "./session.ts";

/** The rows of a database. */
export interface HistoryRows extends KeptRows {
  readonly path: string;
}

/** A row, and the database that it is in: rotated ones have the same ids. */
export interface PlacedRow {
  readonly row: WtmpdbRow;
  readonly database: HistoryRows;
  /** Where its logout is from, if it is not from the row. */
  readonly found?: FoundLogout | null;
}

/** A logout that a row lacks, and a file of records has. */
export interface FoundLogout {
  /** Microseconds since 1970. */
  readonly micros: number;
  readonly at: RecordPlace | null;
}

/** What the records of files tell of rows. */
export interface FromRecords {
  readonly logouts: ReadonlyMap<WtmpdbRow, FoundLogout>;
  /** The system's boots that no database has. */
  readonly boots: readonly SessionFields[];
}

const NOTHING: FromRecords = { logouts: new Map(), boots: [] };

/** What the running system knows of sessions. */
export interface RowsPresence {
  /** Looks at all rows, oldest login first, before it says anything of one. */
  ofRows(rows: readonly PlacedRow[]): RowPresence;
}

/** What it knows of rows. */
export interface RowPresence {
  /** How a session ends that has no logout, and that no boot has ended. */
  openEnd(placed: PlacedRow): "open" | "gone";
  /** Whether a session is there although its row has a logout, which is then that of another. */
  isStillThere(placed: PlacedRow): boolean;
}

type Ending = Pick<SessionFields, "end" | "logoutMicros" | "logoutAt" | "pairedBy">;

/**
 * The sessions of databases that are one history, oldest login first. A row with a logout has ended
 * then. One without has ended with the system: with its shutdown if that is on record, or with a
 * crash if it was started again. It is decided on all rows, so that no filter changes an end.
 *
 * @param databases oldest first
 * @param present `null` if it is not the present of the running system
 * @param records of files beside the databases
 */
export function rowSessions(
  databases: readonly HistoryRows[],
  asOf: AsOf,
  present: RowsPresence | null,
  records: FromRecords = NOTHING,
): SessionFields[] {
  const beside = bootsBeside(records.boots);
  const placed = [beside, ...databases]
    .flatMap((database) => placedRows(database, asOf, records))
    .sort(byLogin);
  const presence = present?.ofRows(placed) ?? null;
  const olderBoots = placed.map(({ row }) => row).filter(isBoot);
  const sessions: SessionFields[] = [];
  let newerBoot: WtmpdbRow | null = null;
  for (const [ordinal, one] of [...placed.entries()].reverse()) {
    const { row } = one;
    const system = isBoot(row) ? olderBoots.pop() : olderBoots.at(-1);
    if (one.database !== beside) {
      const ending = endingOf(one, system ?? null, newerBoot, presence);
      sessions.push(sessionOf(one, ending, ordinal));
    }
    if (isBoot(row)) newerBoot = row;
  }
  return sessions.reverse();
}

/** The sessions and boots of a database, as they were at a moment. */
function placedRows(database: HistoryRows, asOf: AsOf, { logouts }: FromRecords): PlacedRow[] {
  return database.rows.flatMap((row) => {
    if (!isBoot(row) && !isLogin(row)) return [];
    if (!asOf.takesAny(row.loginMicros)) return [];
    const found = logouts.get(row) ?? null;
    const logoutMicros = row.logoutMicros ?? found?.micros ?? null;
    const hasEnded = asOf.takesAny(logoutMicros);
    return [{ row: { ...row, logoutMicros: hasEnded ? logoutMicros : null }, found, database }];
  });
}

/** The boots of files, as though they were rows: nothing is given of them. */
function bootsBeside(boots: readonly SessionFields[]): HistoryRows {
  const rows = boots.map(({ user, line, host, loginMicros, end, logoutMicros }) => {
    const isDown = end === "shutdown" || end === "reboot";
    const texts = { user: textOf(user), line: textOf(line), host: textOf(host), service: null };
    return {
      id: 0,
      type: BOOT_TIME,
      ...texts,
      loginMicros,
      logoutMicros: isDown ? logoutMicros : null,
    };
  });
  return { path: "", rows, source: "wtmpdb" };
}

/** Oldest first. What happened at the same time is in the order of the databases. */
function byLogin(a: PlacedRow, b: PlacedRow): number {
  const [first, second] = [a, b].map(({ row }) => row.loginMicros ?? Number.NEGATIVE_INFINITY);
  return first === second ? 0 : (first ?? 0) - (second ?? 0);
}

/**
 * @param system the boot that it began under, or that it is
 * @param newerBoot the next one
 */
function endingOf(
  placed: PlacedRow,
  system: WtmpdbRow | null,
  newerBoot: WtmpdbRow | null,
  presence: RowPresence | null,
): Ending {
  const { row, found = null } = placed;
  const { logoutMicros } = row;
  if (logoutMicros !== null && presence?.isStillThere(placed) !== true) {
    const end = isBoot(row) ? "shutdown" : "logout";
    const by = found === null ? "store" : "line";
    return { end, logoutMicros, logoutAt: found?.at ?? null, pairedBy: by };
  }
  const none = { logoutAt: null, pairedBy: null };
  const open = newerBoot === null ? (presence?.openEnd(placed) ?? "unknown") : null;
  if (open === "open") return { end: open, logoutMicros: null, ...none };
  const shutdown = system?.logoutMicros ?? null;
  if (shutdown !== null && shutdown >= (row.loginMicros ?? shutdown)) {
    return { end: "shutdown", logoutMicros: shutdown, ...none };
  }
  if (open !== null) return { end: open, logoutMicros: null, ...none };
  return { end: "crash", logoutMicros: newerBoot?.loginMicros ?? null, ...none };
}

function sessionOf({ row, database }: PlacedRow, ending: Ending, ordinal: number): SessionFields {
  const { id, user, line, host, service, loginMicros } = row;
  return {
    kind: isBoot(row) ? "boot" : "user",
    user: user.text,
    line: line.text,
    host: host.text,
    address: hostAddress(host.text),
    pid: null,
    id: String(id),
    service,
    loginMicros,
    ...ending,
    clockMicros: 0,
    source: database.source,
    loginAt: null,
    ordinal,
    ...(user.hex !== null && { userBytes: user.hex }),
    ...(line.hex !== null && { lineBytes: line.hex }),
    ...(host.hex !== null && { hostBytes: host.hex }),
  };
}
