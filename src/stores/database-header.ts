import { RecordFormatError, StoreError } from "../errors.ts";
import { isSqlite, looksLike, unknownData } from "../files/looks-like.ts";

// https://www.sqlite.org/fileformat2.html, 1.3 and 1.6
const HEADER_BYTES = 100;
const PAGE_SIZE = 16;
const WRITE_VERSION = 18;
const READ_VERSION = 19;
const CHANGE_COUNTER = 24;
const PAGE_COUNT = 28;
const COUNTED_AT = 92;
const LEGACY = 1;
const WAL = 2;
const MIN_PAGE_BYTES = 512;
const INTERIOR_TABLE_PAGE = 5;

/** As much of a file as tells what else it is. */
const HEAD_BYTES = 4096;

/** A database of whole pages. */
export interface WholePages {
  readonly bytes: Uint8Array;
  /** What is missing of it, or more than it; `null` if it is whole. */
  readonly damage: string | null;
}

/**
 * Sees to what SQLite does not, or would be busy with for ever. Of a database that was cut all whole
 * pages are left, which SQLite reads as far as they go.
 *
 * @param bytes changed where the database counts more pages than there are
 * @throws {@link RecordFormatError} if it is no database; {@link StoreError} if not a page of it is
 *   left, or it has more tables than a database of logins
 */
export function checkDatabase(path: string, bytes: Uint8Array): WholePages {
  if (!isSqlite(bytes)) {
    const head = bytes.subarray(0, HEAD_BYTES);
    const found = looksLike(head) ?? unknownData(head);
    throw new RecordFormatError(
      `Cannot decode "${path}": it looks like ${found}, and a SQLite database is wanted`,
    );
  }
  const refuse = (state: string): never => {
    throw new StoreError(`Cannot read "${path}": ${state}`);
  };
  if (bytes.length < HEADER_BYTES)
    refuse(`${bytes.length} bytes remain of its header of ${HEADER_BYTES}`);
  // Pages of the schema can be used again and again, and it would be read to its end.
  if (bytes[HEADER_BYTES] === INTERIOR_TABLE_PAGE) {
    refuse("its schema takes more than a page, and that of a single table is wanted");
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  const stored = header.getUint16(PAGE_SIZE);
  const pageSize = stored === 1 ? 2 ** 16 : stored;
  // SQLite refuses other sizes.
  const isSize = pageSize >= MIN_PAGE_BYTES && Number.isInteger(Math.log2(pageSize));
  if (!isSize) return { bytes, damage: null };
  const rest = bytes.length % pageSize;
  const torn = rest === 0 ? null : `${rest} bytes remain of its last page of ${pageSize}`;
  if (torn !== null && rest === bytes.length) refuse(torn);
  const there = (bytes.length - rest) / pageSize;
  const counted = countedPages(header);
  if (counted > there) header.setUint32(PAGE_COUNT, there);
  const missing = counted > there ? `${counted - there} of its ${counted} pages are missing` : null;
  return { bytes: bytes.subarray(0, there * pageSize), damage: torn ?? missing };
}

/** How many pages a database has; 0 if it was last written by a SQLite that did not count them. */
function countedPages(header: DataView): number {
  const isCurrent = header.getUint32(CHANGE_COUNTER) === header.getUint32(COUNTED_AT);
  return isCurrent ? header.getUint32(PAGE_COUNT) : 0;
}

/** The same database, which was in WAL mode or not: in memory it can't be. */
export function withoutWal(bytes: Uint8Array): Uint8Array {
  for (const at of [WRITE_VERSION, READ_VERSION]) {
    if (bytes[at] === WAL) bytes[at] = LEGACY;
  }
  return bytes;
}
