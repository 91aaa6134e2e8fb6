import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
  type Stats,
} from "node:fs";
import { hasCode, isReadError, StoreError } from "../errors.ts";
import type { RecordProblem } from "../problems.ts";
import { CHUNK_BYTES } from "./file-chunks.ts";
import { PACKING_BYTES, packingOf } from "./packing.ts";

const RETRY_MS = 2;

/** What records are read from, piece by piece. */
export interface ByteSource {
  readonly path: string;
  /** In bytes; `null` for what is read forward to its end, as a pipe. */
  readonly size: number | null;
  /** Fills `into` with what is at `position`; gives fewer bytes only at the end. */
  read(into: Uint8Array, position: number): number;
}

/** What records are read from and recognised by. */
export interface RecordSource extends ByteSource, Disposable {
  /** Descriptor of the open file; `null` for what is held in memory. */
  readonly fd: number | null;
  /** When it was last written, in seconds since 1970; `null` if that is not known. */
  readonly modified: number | null;
  /** Whether it can't be opened again: it was taken from a pipe. */
  readonly isOnce: boolean;
  /** Damage behind the last byte that could be unpacked; `null` if there is none. */
  readonly problem: RecordProblem | null;
  /** What is at the beginning, or comes next of a stream; {@link read} gives it all the same. */
  peek(count: number): Uint8Array;
}

/** An open file of records, read without touching it: no lock, no access time where permitted. */
export class RecordFile implements RecordSource {
  readonly path: string;
  /** Size when it was opened. */
  readonly size: number | null;
  readonly modified: number | null;
  readonly problem = null;
  readonly #fd: number;
  readonly #isInherited: boolean;
  #isOpen = true;
  /** What was read of a stream, or of the beginning of a file, and not given yet. */
  #ahead: Uint8Array = new Uint8Array(0);
  /** A terminal would be asked for more, and waited for, behind the end that was typed. */
  #hasEnded = false;

  /**
   * @param path file to open
   * @param allowStream whether a pipe or device will do: yes if a person named it, no for a path
   *   where a store is expected, which must never be waited for
   * @param root tree that the file must lie in: one that is in use can change under the path
   */
  constructor(path: string, allowStream: boolean, root?: string) {
    this.path = path;
    const inherited = allowStream ? inheritedDescriptor(path) : null;
    this.#isInherited = inherited !== null;
    this.#fd = inherited ?? openFile(path, allowStream);
    const stats = fstatSync(this.#fd);
    if (root !== undefined && !isWithin(root, this.#fd)) {
      this[Symbol.dispose]();
      throw new StoreError(`Cannot read "${path}": it leads out of "${root}"`);
    }
    if (stats.isDirectory() || (!stats.isFile() && !allowStream)) {
      this[Symbol.dispose]();
      throw notRegular(path, stats);
    }
    const isStream = !stats.isFile() || inherited !== null;
    this.size = isStream ? null : stats.size;
    this.modified = isStream ? null : Math.floor(stats.mtimeMs / 1000);
  }

  get isOnce(): boolean {
    return this.size === null;
  }

  /** The open file's descriptor, for calls that Node's file system has not. */
  get fd(): number {
    return this.#fd;
  }

  /** @throws {@link StoreError} if it is closed: its descriptor may be another file's by now */
  assertOpen(): void {
    if (!this.#isOpen) throw new StoreError(`Cannot read "${this.path}": the file is closed`);
  }

  read(into: Uint8Array, position: number): number {
    this.assertOpen();
    let filled = this.#takeAhead(into, position);
    while (filled < into.length && !this.#hasEnded) {
      const at = this.size === null ? null : position + filled;
      const count = readRetrying(this.#fd, into, filled, at);
      if (count === 0) {
        this.#hasEnded = this.size === null;
        break;
      }
      filled += count;
    }
    return filled;
  }

  peek(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    const filled = this.read(bytes, 0);
    this.#ahead = Buffer.concat([bytes.subarray(0, filled), this.#ahead]);
    return bytes.subarray(0, filled);
  }

  /** Bytes of a file are given once: it can change, and who reads it anew wants it as it is. */
  #takeAhead(into: Uint8Array, position: number): number {
    const ahead = this.#ahead;
    const count = position === 0 || this.size === null ? Math.min(ahead.length, into.length) : 0;
    into.set(ahead.subarray(0, count));
    this.#ahead = this.size === null ? ahead.subarray(count) : new Uint8Array(0);
    return count;
  }

  [Symbol.dispose](): void {
    if (this.#isOpen && !this.#isInherited) closeSync(this.#fd);
    this.#isOpen = false;
  }
}

/**
 * Opens a file of records; one that is compressed, which its first bytes tell, is unpacked into
 * memory.
 *
 * @param path file to open
 * @param allowStream as {@link RecordFile} has it
 * @param root tree that the file must lie in
 * @param most bytes that it may unpack to
 * @throws what open(2) fails with; {@link StoreError} if it is no file of records, or can't be
 *   unpacked
 */
export function openRecords(
  path: string,
  allowStream: boolean,
  root: string | undefined,
  most: number,
): RecordSource {
  const file = new RecordFile(path, allowStream, root);
  try {
    const packing = packingOf(beginningOf(file));
    if (packing === null) return file;
    const { UnpackedFile, unpackFile } = unpacking();
    const unpacked = unpackFile(file, packing, most);
    if (unpacked.bytes.length === 0 && unpacked.damage !== null) {
      throw new StoreError(`Cannot unpack "${path}": ${unpacked.damage}`);
    }
    file[Symbol.dispose]();
    return new UnpackedFile(file, unpacked);
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

/** A file that can't be read here can be at its end: whoever reads it says so. */
export function beginningOf(file: RecordFile): Uint8Array {
  // The bytes of a file are those that are read next; a pipe is not waited for longer than needed.
  const wanted = file.size === null ? PACKING_BYTES : Math.min(CHUNK_BYTES, file.size);
  try {
    return file.peek(wanted);
  } catch (error) {
    if (!isReadError(error)) throw error;
    return new Uint8Array(0);
  }
}

function readRetrying(fd: number, into: Uint8Array, at: number, position: number | null): number {
  for (;;) {
    try {
      return readSync(fd, into, at, into.length - at, position);
    } catch (error) {
      if (!hasCode(error, "EINTR") && !hasCode(error, "EAGAIN")) throw error;
      // A pipe that somebody set to not block is empty: wait for its writer.
      Bun.sleepSync(RETRY_MS);
    }
  }
}

/** Standard input is read from where it is: opening it anew can be forbidden, and rewinds it. */
function inheritedDescriptor(path: string): number | null {
  const match = /^\/dev\/(?:stdin$|fd\/([0-9]{1,6})$)/.exec(path);
  return match && Number(match[1] ?? 0);
}

/** Whether a path is that of a file, which is there each time that it is opened: no pipe is. */
export function canReopen(path: string): boolean {
  if (inheritedDescriptor(path) !== null) return false;
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    if (!isReadError(error)) throw error;
    return false;
  }
}

/** proc(5) knows the path of what is open; without it there is only the path that was resolved. */
function isWithin(root: string, fd: number): boolean {
  try {
    const path = readlinkSync(`/proc/self/fd/${fd}`);
    return path.startsWith(`${realpathSync(root)}/`.replace("//", "/"));
  } catch {
    return true;
  }
}

/** Opening a device can act on it, and opening a FIFO waits: what a path is, is seen to before. */
function openFile(path: string, allowStream: boolean): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  const isStream = stats !== undefined && !stats.isFile();
  if (isStream && (!allowStream || stats.isDirectory())) throw notRegular(path, stats);
  return openUntouched(path, isStream ? 0 : constants.O_NONBLOCK);
}

function openUntouched(path: string, flags: number): number {
  const { O_RDONLY, O_NOCTTY, O_NOATIME } = constants;
  try {
    return openSync(path, O_RDONLY | O_NOCTTY | flags | O_NOATIME);
  } catch (error) {
    // open(2): O_NOATIME is for the owner of the file and for root.
    if (!hasCode(error, "EPERM")) throw error;
    return openSync(path, O_RDONLY | O_NOCTTY | flags);
  }
}

function notRegular(path: string, stats: Stats): StoreError {
  const kind = stats.isDirectory()
    ? "a directory"
    : stats.isFIFO()
      ? "a FIFO"
      : stats.isSocket()
        ? "a socket"
        : "a device";
  return new StoreError(`Cannot read "${path}": it is ${kind}, and a file of records is wanted`);
}

/** Loaded where a file is compressed: few are. */
function unpacking(): typeof import("./unpacked-file.ts") {
  return require("./unpacked-file.ts");
}
