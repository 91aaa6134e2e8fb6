import type { UtmpEntry } from "../entry.ts";
import { isBoot, isLogin } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import { rawText, type Text } from "../text.ts";
import { keyOf } from "./login-key.ts";

/** Programs that record a login twice take its time twice; imported rows have the very time. */
const LOGIN_TOLERANCE = 2e6;
/** systemd records when it was started, wtmpdb when the kernel was. */
const BOOT_TOLERANCE = 60e6;

/** Bytes of a name or line in Linux's records: what is longer was cut. */
const FIELD_BYTES = 32;

/** A row whose login has a time. */
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
  readonly #met = new Set<WtmpdbRow>();
  /** Lines whose last login is a double: its logout is one, too. */
  readonly #lines = new Set<string>();

  constructor(rows: readonly WtmpdbRow[]) {
    this.#logins = inOrder(rows.filter(isLogin));
    this.#boots = inOrder(rows.filter(isBoot));
  }

  /** Whether the next record of a file is of an event that the database has. */
  has(entry: UtmpEntry): boolean {
    const line = keyOf(entry, "line");
    if (entry.type === "BOOT_TIME") {
      return this.#meet(this.#boots, entry.micros, BOOT_TOLERANCE, () => true);
    }
    if (entry.type === "USER_PROCESS" && entry.user !== "") {
      const isSame = (row: WtmpdbRow): boolean => isSameLogin(row, entry);
      const isDouble = this.#meet(this.#logins, entry.micros, LOGIN_TOLERANCE, isSame);
      if (isDouble) this.#lines.add(line);
      else this.#lines.delete(line);
      return isDouble;
    }
    const isLogout = entry.type === "USER_PROCESS" || entry.type === "DEAD_PROCESS";
    return isLogout && this.#lines.delete(line);
  }

  /** Takes the nearest row that no record was taken for, if there is one. */
  #meet(
    rows: readonly TimedRow[],
    micros: number | null,
    tolerance: number,
    isSame: (row: WtmpdbRow) => boolean,
  ): boolean {
    if (micros === null) return false;
    const near = rows
      .slice(firstFrom(rows, micros - tolerance), firstFrom(rows, micros + tolerance + 1))
      .filter(({ row }) => !this.#met.has(row) && isSame(row))
      .sort((a, b) => Math.abs(a.micros - micros) - Math.abs(b.micros - micros));
    const [nearest] = near;
    if (nearest === undefined) return false;
    this.#met.add(nearest.row);
    return true;
  }
}

function inOrder(rows: readonly WtmpdbRow[]): TimedRow[] {
  return rows
    .flatMap((row) => (row.loginMicros === null ? [] : [{ row, micros: row.loginMicros }]))
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

function isSameLogin({ user, line }: WtmpdbRow, entry: UtmpEntry): boolean {
  return (
    isSameText(user, entry.user, entry.userBytes) && isSameText(line, entry.line, entry.lineBytes)
  );
}

/** Whether a record's text is what fits of a database's; an import runs on into the next field. */
function isSameText(whole: Text, text: string, hex: string | undefined): boolean {
  const bytes = rawText({ text, hex: hex ?? null });
  return Buffer.compare(bytes, rawText(whole).subarray(0, FIELD_BYTES)) === 0;
}
