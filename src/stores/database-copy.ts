import { constants, Database, SQLiteError } from "bun:sqlite";
import { existsSync, lstatSync, realpathSync, statSync, type Stats } from "node:fs";
import { isReadError, StoreError } from "../errors.ts";
import { MAX_UNPACKED_BYTES } from "../files/packing.ts";
import { openRecords, RecordFile } from "../files/record-file.ts";

/** The bytes of a SQLite database as they were at one moment, in memory of our own. */
export interface DatabaseCopy {
  readonly bytes: Uint8Array;
  /** Why rows may be missing or half written; `null` if none are. */
  readonly stale: string | null;
}

/** As long as wtmpdb itself waits for another program. */
const PATIENCE_MS = 5000;
/** More is no database of logins: a million of them take 100 MB. */
const MAX_BYTES = 2 ** 30;
const MAX_ATTEMPTS = 3;
const RETRY_MS = 5;

const BUSY = `another program was writing it for more than ${PATIENCE_MS / 1000} seconds`;

/**
 * Copies a database without a trace: nothing is created or written, and it is locked no longer than
 * copying takes. While it is locked pam_wtmpdb and pam_lastlog2 wait, then give up, and a login is
 * not recorded. What is compressed is unpacked.
 *
 * @param isAtRest whether no program writes it: SQLite never sees the file then
 * @param root tree that a file at rest must lie in
 * @throws what open(2) and read(2) fail with; {@link StoreError} if it is no file, or too large
 */
export function copyDatabase(
  path: string,
  isAtRest: boolean,
  root: string | undefined,
): DatabaseCopy {
  for (let attempt = 1; ; attempt++) {
    const place = placeOf(path);
    const before = stateOf(place);
    const copy = isAtRest ? copyUnlocked(path, place, root) : copyLive(path, place);
    const isSteady = stateOf(place) === before;
    if (copy.isSettled || (isSteady && (isAtRest || copy.stale === null))) return copy;
    if (attempt === MAX_ATTEMPTS) {
      return isSteady ? copy : { ...copy, stale: "it was written while it was read" };
    }
    // Nobody had it open, and now somebody has; or who had it is just leaving.
    Bun.sleepSync(RETRY_MS);
  }
}

interface FirstCopy extends DatabaseCopy {
  /** Whether it would not become better by copying it again. */
  readonly isSettled: boolean;
}

function copyLive(path: string, place: string): FirstCopy {
  let reason: string | null = null;
  try {
    if (canBeLocked(place)) return { bytes: copyLocked(place), stale: null, isSettled: true };
  } catch (error) {
    reason = reasonOf(error);
  }
  const copy = copyUnlocked(path, place, undefined);
  return reason === BUSY
    ? { ...copy, stale: BUSY, isSettled: true }
    : { ...copy, stale: copy.stale ?? reason };
}

function copyUnlocked(path: string, place: string, root: string | undefined): FirstCopy {
  return { bytes: copyFile(path, root), stale: unread(place), isSettled: false };
}

function reasonOf(error: unknown): string | null {
  const code = error instanceof SQLiteError ? error.code : undefined;
  if (code?.startsWith("SQLITE_BUSY") === true) return BUSY;
  // It is compressed, or none at all.
  if (code === "SQLITE_NOTADB") return null;
  return `it could not be locked: ${error instanceof Error ? error.message : String(error)}`;
}

/**
 * Whether SQLite can lock it, leaves nothing behind and does not wait for what will never come. In
 * WAL mode it would make the files that the last writer has removed, or that are missing.
 */
function canBeLocked(place: string): boolean {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size === 0 || stats.size > MAX_BYTES) return false;
  const beside = ["-wal", "-shm", "-journal"].map((suffix) => statsOf(place + suffix));
  if (beside.some((file) => file?.isFile() === false)) return false;
  const [wal, index] = beside;
  return wal === undefined ? !isWal(place) : index !== undefined;
}

/** SQLite does not follow symbolic links to the files that it keeps beside a database. */
function statsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/**
 * Whether it is in WAL mode. SQLite is asked: whoever closes a descriptor of a file drops all locks
 * that the process has on it, fcntl(2), and SQLite takes care of those of other threads.
 */
function isWal(place: string): boolean {
  using database = openReadOnly(place, "nolock=1");
  try {
    lookAt(database);
  } catch (error) {
    // Without locks there is no WAL. All else can be due to what is being written.
    return error instanceof SQLiteError && error.code === "SQLITE_CANTOPEN";
  }
  return false;
}

function copyLocked(place: string): Uint8Array {
  // Else root would write into the index of the WAL.
  using database = openReadOnly(place, "readonly_shm=1");
  database.run(`PRAGMA busy_timeout=${PATIENCE_MS}`);
  database.run("BEGIN");
  lookAt(database);
  const bytes = database.serialize();
  // SQLite fills up the last page of a file that was cut; that of one in WAL mode can be yet to come.
  const { size } = statSync(place);
  return existsSync(`${place}-wal`) ? bytes : bytes.subarray(0, size);
}

/** https://www.sqlite.org/uri.html */
function openReadOnly(place: string, parameters: string): Database {
  const flags = constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI;
  return new Database(`${Bun.pathToFileURL(place).href}?${parameters}`, flags);
}

/** The first statement that reads the file waits for the lock, and takes it. */
function lookAt(database: Database): void {
  database.query("SELECT 1 FROM sqlite_schema LIMIT 1").get();
}

function copyFile(path: string, root: string | undefined): Uint8Array {
  using file = openRecords(path, false, root, MAX_UNPACKED_BYTES);
  const size = file.size ?? 0;
  if (size > MAX_BYTES) {
    throw new StoreError(
      `Cannot read "${path}": it has ${size} bytes, and a database of at most ${MAX_BYTES} is wanted`,
    );
  }
  const bytes = new Uint8Array(size);
  return bytes.subarray(0, file.read(bytes, 0));
}

/** What SQLite keeps beside a database, and would have used; `null` if there is no such. */
function unread(place: string): string | null {
  const [wal, journal] = [`${place}-wal`, `${place}-journal`];
  const stats = statsOf(wal);
  if (stats?.isFile() === true && stats.size > 0) {
    return `the ${stats.size} bytes of "${wal}" were not read`;
  }
  if (statsOf(journal)?.isFile() !== true || !isHot(journal)) return null;
  return `a program did not end what it wrote, and "${journal}", which undoes that, was not read`;
}

/** When there is nothing to undo, a journal is gone, or empty, or begins with zeros. */
function isHot(journal: string): boolean {
  try {
    using file = new RecordFile(journal, false);
    return (file.peek(1)[0] ?? 0) !== 0;
  } catch (error) {
    if (!isReadError(error)) throw error;
    return true;
  }
}

/** SQLite keeps its other files beside the database, and not beside a link to it. */
function placeOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** Changes whenever somebody writes. */
function stateOf(place: string): string {
  return [place, `${place}-wal`]
    .map((name) => statSync(name, { bigint: true, throwIfNoEntry: false }))
    .map((stats) => `${stats?.ino} ${stats?.size} ${stats?.mtimeNs} ${stats?.ctimeNs}`)
    .join();
}
