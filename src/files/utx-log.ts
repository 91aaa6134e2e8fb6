// FreeBSD's /var/log/utx.log: https://github.com/freebsd/freebsd-src
//   the reader, and what it skips   lib/libc/gen/getutxent.c
//   the writer                      lib/libc/gen/pututxline.c

import { Chunk, type Frame } from "../chunk.ts";
import type { ProblemList, RecordProblem } from "../problems.ts";
import { recordsPerChunk, tornTail } from "./file-chunks.ts";
import { ForwardBytes } from "./forward-bytes.ts";
import type { ByteSource } from "./record-file.ts";

/** Bytes of the length that stands before a record, and does not count them. */
const LENGTH_BYTES = 2;
const MAX_LENGTH = 0xffff;

/**
 * Reads a log whose records stand behind their lengths, in chunks of records that have their last
 * zero bytes again. Frames have the bytes as they are in the file, with the length. What is no
 * record goes to `problems`: libc's rules say what that is.
 */
export function* utxLogChunks(
  file: ByteSource,
  recordSize: number,
  problems: ProblemList,
): Generator<Chunk, undefined, undefined> {
  const most = recordsPerChunk(recordSize);
  let frames: Frame[] = [];
  for (const frame of readFrames(file, recordSize, problems)) {
    frames.push(frame);
    if (frames.length < most) continue;
    yield expand(frames, recordSize);
    frames = [];
  }
  if (frames.length > 0) yield expand(frames, recordSize);
}

/**
 * A record as the log has it: behind its length, without its last zero bytes. One that is all zero
 * keeps a byte, because a length of 0 is damage to every reader.
 *
 * @throws RangeError if it is longer than a length can say
 */
export function encodeFrame(record: Uint8Array): Uint8Array {
  const length = Math.max(1, record.findLastIndex((byte) => byte !== 0) + 1);
  if (length > MAX_LENGTH) {
    throw new RangeError(`Cannot frame a record of ${length} bytes: ${MAX_LENGTH} is the most`);
  }
  const frame = new Uint8Array(LENGTH_BYTES + length);
  new DataView(frame.buffer).setUint16(0, length);
  frame.set(record.subarray(0, length), LENGTH_BYTES);
  return frame;
}

function expand(frames: readonly Frame[], recordSize: number): Chunk {
  const bytes = new Uint8Array(frames.length * recordSize);
  for (const [i, { raw }] of frames.entries()) {
    bytes.set(raw.subarray(LENGTH_BYTES, LENGTH_BYTES + recordSize), i * recordSize);
  }
  return new Chunk(bytes, recordSize, frames[0]?.offset ?? 0, "file", frames);
}

function* readFrames(
  file: ByteSource,
  recordSize: number,
  problems: ProblemList,
): Generator<Frame, undefined, undefined> {
  const log = new ForwardBytes(file, problems);
  for (;;) {
    const { offset } = log;
    const rest = log.ensure(LENGTH_BYTES);
    if (rest < LENGTH_BYTES) {
      if (rest > 0) problems.add(tornLength(file.path, offset));
      return;
    }
    const length = log.peekU16();
    if (length === 0) {
      problems.add(zeros(file.path, offset, skipZeros(log)));
      continue;
    }
    const size = log.ensure(LENGTH_BYTES + length);
    const isTorn = size < LENGTH_BYTES + length;
    const isWhole = size >= LENGTH_BYTES + Math.min(length, recordSize);
    if (isTorn) problems.add(tornTail(file.path, offset, size, LENGTH_BYTES + length));
    else if (length > recordSize) {
      const behind = offset + LENGTH_BYTES + recordSize;
      problems.add(tooLong(file.path, behind, length, recordSize));
    }
    const raw = log.take(size);
    if (isWhole) yield { offset, raw, uid: null, user: null };
  }
}

/** Skips one byte after the other until a length is there: the last zero can be half of it. */
function skipZeros(log: ForwardBytes): number {
  let skipped = 0;
  do {
    skipped += log.takeZerosButOne();
    if (log.ensure(LENGTH_BYTES) < LENGTH_BYTES) return skipped + log.take(1).length;
  } while (log.peekU16() === 0);
  return skipped;
}

function zeros(path: string, offset: number, bytes: number): RecordProblem {
  const message = `Cannot decode "${path}" at byte ${offset}: ${bytes} zero bytes are there and the length of a record is wanted`;
  return { kind: "framing", offset, bytes, message };
}

function tooLong(path: string, offset: number, length: number, recordSize: number): RecordProblem {
  const bytes = length - recordSize;
  const message = `Cannot decode "${path}" at byte ${offset}: ${bytes} bytes more belong to a record of ${length} and a record takes ${recordSize}`;
  return { kind: "framing", offset, bytes, message };
}

function tornLength(path: string, offset: number): RecordProblem {
  const message = `Cannot decode "${path}" at byte ${offset}: 1 byte remains and the length of a record takes ${LENGTH_BYTES}`;
  return { kind: "torn-tail", offset, bytes: 1, message };
}
