import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from "node:fs";
import { hasCode, StoreError } from "../errors.ts";

/** An open file of records, read without touching it: no lock, no access time where permitted. */
export class RecordFile implements Disposable {
  readonly path: string;
  /** Size when it was opened, in bytes; `null` for a pipe, which is read forward to its end. */
  readonly size: number | null;
  readonly #fd: number;
  #isOwn: boolean;

  /**
   * @param path file to open
   * @param allowStream whether a pipe or device will do: yes if a person named it, no for a path
   *   where a store is expected, which must never be waited for
   */
  constructor(path: string, allowStream: boolean) {
    this.path = path;
    const inherited = allowStream ? inheritedDescriptor(path) : null;
    this.#isOwn = inherited === null;
    this.#fd = inherited ?? openFile(path, allowStream);
    const stats = fstatSync(this.#fd);
    if (stats.isDirectory() || (!stats.isFile() && !allowStream)) {
      this[Symbol.dispose]();
      throw notRegular(path, stats);
    }
    this.size = stats.isFile() ? stats.size : null;
  }

  /** The open file's descriptor, for calls that Node's file system has not. */
  get fd(): number {
    return this.#fd;
  }

  /** Fills `into` with what is at `position`; gives fewer bytes only at the end of the file. */
  read(into: Uint8Array, position: number): number {
    let filled = 0;
    while (filled < into.length) {
      const at = this.size === null ? null : position + filled;
      const count = readRetrying(this.#fd, into, filled, at);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  [Symbol.dispose](): void {
    if (this.#isOwn) closeSync(this.#fd);
    this.#isOwn = false;
  }
}

function readRetrying(fd: number, into: Uint8Array, at: number, position: number | null): number {
  for (;;) {
    try {
      return readSync(fd, into, at, into.length - at, position);
    } catch (error) {
      if (!hasCode(error, "EINTR") && !hasCode(error, "EAGAIN")) throw error;
    }
  }
}

/** Standard input is read as it is: opening it anew by its name can be forbidden, and rewinds it. */
function inheritedDescriptor(path: string): number | null {
  const match = /^\/dev\/(?:stdin$|fd\/([0-9]{1,6})$)/.exec(path);
  return match && Number(match[1] ?? 0);
}

function openFile(path: string, allowStream: boolean): number {
  // Opening a FIFO waits for its writer, unless it is told not to: then it must not be one.
  const isFifo = allowStream && statSync(path, { throwIfNoEntry: false })?.isFIFO() === true;
  return openUntouched(path, isFifo ? 0 : constants.O_NONBLOCK);
}

function openUntouched(path: string, flags: number): number {
  const { O_RDONLY, O_NOATIME } = constants;
  try {
    return openSync(path, O_RDONLY | flags | O_NOATIME);
  } catch (error) {
    // open(2): O_NOATIME is for the owner of the file and for root.
    if (!hasCode(error, "EPERM")) throw error;
    return openSync(path, O_RDONLY | flags);
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
