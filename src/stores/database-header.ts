import { RecordFormatError, StoreError } from "../errors.ts";
import { isSqlite, looksLike, unknownData } from "../files/looks-like.ts";

// https://www.sqlite.org/fileformat2.html, 1.3 and 1.6
const HEADER_BYTES = 100;
const PAGE_SIZE = 16;
const WRITE_VERSION = 18;
const READ_VERSION = 19;
const LEGACY = 1;
const WAL = 2;
const MIN_PAGE_BYTES = 512;
const INTERIOR_TABLE_PAGE = 5;

/** As much of a file as tells what else it is. */
const HEAD_BYTES = 4096;

/**
 * Sees to what SQLite does not, or would be busy with for ever.
 *
 * @throws {@link RecordFormatError} if it is no database; {@link StoreError} if it was cut, or has
 *   more tables than a database of logins
 */
export function checkDatabase(path: string, bytes: Uint8Array): void {
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
  const stored = new DataView(bytes.buffer, bytes.byteOffset).getUint16(PAGE_SIZE);
  const pageSize = stored === 1 ? 2 ** 16 : stored;
  // SQLite refuses other sizes.
  const isSize = pageSize >= MIN_PAGE_BYTES && Number.isInteger(Math.log2(pageSize));
  const rest = isSize ? bytes.length % pageSize : 0;
  if (rest !== 0) refuse(`${rest} bytes remain of its last page of ${pageSize}`);
  // Pages of the schema can be used again and again, and it would be read to its end.
  if (bytes[HEADER_BYTES] === INTERIOR_TABLE_PAGE) {
    refuse("its schema takes more than a page, and that of a single table is wanted");
  }
}

/** The same database, which was in WAL mode or not: in memory it can't be. */
export function withoutWal(bytes: Uint8Array): Uint8Array {
  for (const at of [WRITE_VERSION, READ_VERSION]) {
    if (bytes[at] === WAL) bytes[at] = LEGACY;
  }
  return bytes;
}
