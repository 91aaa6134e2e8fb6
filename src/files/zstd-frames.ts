// Where the frames of zstd data end: RFC 8878, section 3.1.

const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const CHECKSUM_BYTES = 4;
/** Bytes of the size of the content, by the first two bits of a frame's descriptor. */
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
/** A block of this type is one byte, repeated. */
const RUN = 1;

/**
 * Bytes up to which zstd data is made of whole frames. A decoder says nothing of a last frame that
 * is cut off, or of what stands behind the last that is none.
 */
export function wholeFrames(bytes: Uint8Array): number {
  let whole = 0;
  for (let end = frameEnd(bytes, 0); end <= bytes.length; end = frameEnd(bytes, end)) whole = end;
  return whole;
}

/** Where the frame ends that begins at `start`: behind the data if it is cut off, or is none. */
function frameEnd(bytes: Uint8Array, start: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nowhere = Number.POSITIVE_INFINITY;
  if (start + 8 > bytes.length) return nowhere;
  const magic = view.getUint32(start, true);
  if ((magic & ~0xf) >>> 0 === SKIPPABLE) return start + 8 + view.getUint32(start + 4, true);
  if (magic !== FRAME) return nowhere;
  const descriptor = view.getUint8(start + 4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentSize = CONTENT_SIZE_BYTES[descriptor >> 6] ?? 0;
  const windowOrSize = isSingleSegment ? Math.max(1, contentSize) : 1 + contentSize;
  let at = start + 5 + windowOrSize + (DICTIONARY_ID_BYTES[descriptor & 3] ?? 0);
  for (let isLast = false; !isLast;) {
    if (at + 3 > bytes.length) return nowhere;
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    isLast = (header & 1) !== 0;
    at += 3 + (((header >> 1) & 3) === RUN ? 1 : header >> 3);
  }
  return at + ((descriptor & 0x04) === 0 ? 0 : CHECKSUM_BYTES);
}
