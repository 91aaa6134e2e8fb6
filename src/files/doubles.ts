import { isReadError } from "../errors.ts";
import { CHUNK_BYTES } from "./file-chunks.ts";
import { identityOf } from "./locate.ts";
import { packingOf } from "./packing.ts";
import { beginningOf, RecordFile } from "./record-file.ts";
import { plainNameOf } from "./rotation.ts";
import { unpackFile } from "./unpacked-file.ts";

/** A file, and where it is on this system. */
interface Placed {
  readonly place: string;
}

/**
 * Leaves out what is there twice: a file under another of its names; and a compressed one that
 * holds nothing but the beginning of the plain one beside it, of which it was being made: that is
 * what logrotate(8) leaves when it is interrupted.
 *
 * @param root tree that the files must lie in
 * @param most bytes that a compressed file may hold
 */
export function withoutDoubles<File extends Placed>(
  files: readonly File[],
  root: string | undefined,
  most: number,
): File[] {
  const byIdentity = new Map(files.toReversed().map((file) => [identityOf(file.place), file]));
  const single = files.filter((file) => byIdentity.get(identityOf(file.place)) === file);
  const places = new Set(single.map(({ place }) => place));
  return single.filter(({ place }) => {
    const plain = plainNameOf(place);
    return plain === place || !places.has(plain) || !isBeginning(place, plain, root, most);
  });
}

/** If one of them can't be read, both are wanted, and whoever reads them says what is wrong. */
function isBeginning(
  packed: string,
  plain: string,
  root: string | undefined,
  most: number,
): boolean {
  try {
    using file = new RecordFile(packed, false, root);
    if (file.size === 0) return true;
    const packing = packingOf(beginningOf(file));
    if (packing === null) return false;
    const { bytes } = unpackFile(file, packing, most);
    using whole = new RecordFile(plain, false, root);
    return begins(whole, bytes);
  } catch (error) {
    if (!isReadError(error)) throw error;
    return false;
  }
}

function begins(file: RecordFile, bytes: Uint8Array): boolean {
  const piece = new Uint8Array(CHUNK_BYTES);
  for (let at = 0; at < bytes.length; at += piece.length) {
    const wanted = bytes.subarray(at, at + piece.length);
    const count = file.read(piece.subarray(0, wanted.length), at);
    if (Buffer.compare(wanted, piece.subarray(0, count)) !== 0) return false;
  }
  return true;
}
