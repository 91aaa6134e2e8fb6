/** How files are compressed that logs are rotated to. */
export type Packing = "gzip" | "zstd" | "xz" | "bzip2";

/** How each begins: RFC 8878, and the formats of xz(1) and bzip2(1). */
const MAGIC: readonly (readonly [packing: Packing, bytes: readonly (number | null)[]])[] = [
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["bzip2", [0x42, 0x5a, 0x68, null, 0x31, 0x41, 0x59, 0x26]],
  // Of nothing: the end of the blocks comes first.
  ["bzip2", [0x42, 0x5a, 0x68, null, 0x17, 0x72, 0x45, 0x38]],
];

/** Most bytes that a compressed file may hold, unless told otherwise: 256 MiB. */
export const MAX_UNPACKED_BYTES: number = 2 ** 28;

/** RFC 1952: these bits of the flags are zero; a time that begins alike has them. */
const GZIP_RESERVED = 0xe0;

/** As much of a file as {@link packingOf} looks at. */
export const PACKING_BYTES = 8;

/** Tells how a file is compressed by its first bytes; `null` if it is not. */
export function packingOf(head: Uint8Array): Packing | null {
  const [a, b, method, flags = 0] = head;
  if (a === 0x1f && b === 0x8b && method === 8 && (flags & GZIP_RESERVED) === 0) return "gzip";
  const known = MAGIC.find(([, magic]) => startsWith(head, magic));
  return known?.[0] ?? null;
}

/** @param magic bytes that are wanted; `null` for any */
export function startsWith(bytes: Uint8Array, magic: readonly (number | null)[]): boolean {
  for (let i = 0; i < magic.length; i++) {
    if (magic[i] !== null && bytes[i] !== magic[i]) return false;
  }
  return true;
}
