import { packingOf, startsWith } from "./packing.ts";

/** https://www.sqlite.org/fileformat2.html, 1.3.1 */
const SQLITE_MAGIC = [..."SQLite format 3\0"].map(codeOf);

/** HASHMAGIC of db/db.h: a header is in big endian, whatever order the pages are in. */
const DB_HASH_MAGIC = [0x00, 0x06, 0x15, 0x61];

/** How a file of another kind begins, and what it is then. */
const MAGIC: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [SQLITE_MAGIC, "a SQLite database"],
  [[0x7f, ...[..."ELF"].map(codeOf)], "a program"],
  [[..."PK\x03\x04"].map(codeOf), "a zip archive"],
  [[..."LPKSHHRH"].map(codeOf), "a journal of systemd"],
];

/** Bytes that are no record of any known system: as much of them as tells what they are instead. */
export function looksLike(head: Uint8Array): string | null {
  const packing = packingOf(head);
  if (packing !== null) return `${packing} data`;
  const known = MAGIC.find(([magic]) => startsWith(head, magic));
  if (known !== undefined) return known[1];
  if (startsWith(head.subarray(257), [..."ustar"].map(codeOf))) return "a tar archive";
  return isText(head) ? "text" : null;
}

/** Whether a file that begins so is a SQLite database. */
export function isSqlite(head: Uint8Array): boolean {
  return startsWith(head, SQLITE_MAGIC);
}

/** Whether a file that begins so is a hash of Berkeley DB. */
export function isDbHash(head: Uint8Array): boolean {
  return startsWith(head, DB_HASH_MAGIC);
}

/** What bytes are that no layout fits. */
export function unknownData(head: Uint8Array): string {
  const seen = new Int32Array(256);
  for (const byte of head) seen[byte] = (seen[byte] ?? 0) + 1;
  const entropy = seen.reduce((bits, count) => {
    const share = count / head.length;
    return count === 0 ? bits : bits - share * Math.log2(share);
  }, 0);
  // A few bytes can't show all that they might be.
  const most = Math.min(8, Math.log2(Math.max(2, head.length)));
  return entropy > 0.9 * most ? "random or compressed bytes" : "data of an unknown kind";
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

/** Records have NULs: a file without any, in UTF-8 or nearly, is text. */
function isText(head: Uint8Array): boolean {
  if (head.length === 0 || head.includes(0)) return false;
  let odd = 0;
  for (const byte of head) {
    const isControl =
      byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b;
    if (isControl || byte === 0x7f || byte >= 0xf5) odd++;
  }
  // 0xf5 and above are in no UTF-8; 1 in 50 may be damage.
  if (odd * 50 > head.length) return false;
  const text = new TextDecoder().decode(head);
  const replaced = text.split("\ufffd").length - 1;
  return replaced * 50 <= head.length;
}
