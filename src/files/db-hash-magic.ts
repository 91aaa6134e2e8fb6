import { startsWith } from "./packing.ts";

/** HASHMAGIC of db/db.h: the header is in big endian, whatever order the pages are in. */
const MAGIC = [0x00, 0x06, 0x15, 0x61];

/** Whether a file that begins like this is a hash of Berkeley DB, by its magic number. */
export function isDbHash(head: Uint8Array): boolean {
  return startsWith(head, MAGIC);
}
