import type { LoginRecord } from "../entry.ts";
import { isBoot, isLogin } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import { rawText, type Text } from "../text.ts";
import { keyOf } from "./login-key.ts";

/** How much earlier and later than a row the record of the same event can be, in microseconds. */
interface Tolerance {
  readonly early: number;
  readonly late: number;
}

/** Programs that record a login twice take its time twice; imported rows have the very time. */
const OF_LOGIN: Tolerance = { early: 2e6, late: 2e6 };
/**
 * wtmpdb has when the kernel was started, and systemd when it was itself: behind an initrd that
 * waited for a passphrase. At a shutdown, systemd writes last.
 */
const OF_SYSTEM: Tolerance = { early: 60e6, late: 900e6 };

/** Bytes of a name or line in Linux's records: what is longer was cut. */
const FIELD_BYTES = 32;

/** A row, and when it began or ended. */
interface TimedRow {
  readonly row: WtmpdbRow;
  readonly micros: number;
}

/**
 * Finds the records of a wtmp whose events a database has, too: systems that moved to wtmpdb have
 * imported the older records, and sshd goes on to write both. Each row stands for one record.
 */
export class Doubles {
  readonly #logins: readonly TimedRow[];
  readonly #boots: readonly TimedRow[];
  readonly #shutdowns: readonly TimedRow[];
  readonly #met = new Set<TimedRow>();
  /** Lines whose last login is a double, and its row: the logout is of that, too. */
  readonly #lines = new Map<string, WtmpdbRow>();

  constructor(rows: readonly WtmpdbRow[]) {
    const boots = rows.filter(isBoot);
    this.#logins = inOrder(rows.filter(isLogin), ({ loginMicros }) => loginMicros);
    this.#boots = inOrder(boots, ({ loginMicros }) => loginMicros);
    this.#shutdowns = inOrder(boots, ({ logoutMicros }) => logoutMicros);
  }

  /** The row that the next record of a file is of, which can lack a logout that the file has. */
  rowOf(entry: LoginRecord): WtmpdbRow | null {
    if (entry.type === "BOOT_TIME") {
      return this.#meet(this.#boots, entry.micros, OF_SYSTEM, () => true);
    }
    if (isShutdown(entry)) return this.#meet(this.#shutdowns, entry.micros, OF_SYSTEM, () => true);
    const line = keyOf(entry, "line");
    if (entry.type === "USER_PROCESS" && entry.user !== "") {
      const isSame = (row: WtmpdbRow): boolean => isSameLogin(row, entry);
      const row = this.#meet(this.#logins, entry.micros, OF_LOGIN, isSame);
      if (row === null) this.#lines.delete(line);
      else this.#lines.set(line, row);
      return row;
    }
    if (entry.type !== "USER_PROCESS" && entry.type !== "DEAD_PROCESS") return null;
    const row = this.#lines.get(line) ?? null;
    this.#lines.delete(line);
    return row;
  }

  /** Takes the nearest row that no record was taken for, if there is one. */
  #meet(
    rows: readonly TimedRow[],
    micros: number | null,
    { early, late }: Tolerance,
    isSame: (row: WtmpdbRow) => boolean,
  ): WtmpdbRow | null {
    if (micros === null) return null;
    const near = rows
      .slice(firstFrom(rows, micros - late), firstFrom(rows, micros + early + 1))
      .filter((one) => !this.#met.has(one) && isSame(one.row))
      .sort((a, b) => Math.abs(a.micros - micros) - Math.abs(b.micros - micros));
    const [nearest] = near;
    if (nearest === undefined) return null;
    this.#met.add(nearest);
    return nearest.row;
  }
}

/** As systemd writes it: only Linux has both. */
function isShutdown({ type, user }: LoginRecord): boolean {
  return type === "RUN_LVL" && user === "shutdown";
}

/** Rows that have a time, by it. */
function inOrder(
  rows: readonly WtmpdbRow[],
  timeOf: (row: WtmpdbRow) => number | null,
): TimedRow[] {
  return rows
    .flatMap((row) => {
      const micros = timeOf(row);
      return micros === null ? [] : [{ row, micros }];
    })
    .sort((a, b) => a.micros - b.micros);
}

/** Index of the first row that is not before a time. */
function firstFrom(rows: readonly TimedRow[], micros: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.micros ?? micros) < micros) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSameLogin({ user, line }: WtmpdbRow, entry: LoginRecord): boolean {
  return (
    isSameText(user, entry.user, entry.userBytes) && isSameText(line, entry.line, entry.lineBytes)
  );
}

/** Whether a record's text is what fits of a database's; an import runs on into the next field. */
function isSameText(whole: Text, text: string, hex: string | undefined): boolean {
  const bytes = rawText({ text, hex: hex ?? null });
  return Buffer.compare(bytes, rawText(whole).subarray(0, FIELD_BYTES)) === 0;
}
