import { closeSync, readSync, writeSync } from "node:fs";
import { sunPath, socketNumbers } from "../../platforms/linux-socket.ts";
import { openLibrary } from "../../src/library.ts";

const SYMBOLS = {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" }, // int socket(int, int, int)
  bind: { args: ["i32", "ptr", "u32"], returns: "i32" }, // int bind(int, const struct sockaddr *, socklen_t)
  listen: { args: ["i32", "i32"], returns: "i32" }, // int listen(int, int backlog)
  accept: { args: ["i32", "ptr", "ptr"], returns: "i32" }, // int accept(int, struct sockaddr *, socklen_t *)
} as const;

/** The other end of a connection. */
export class Peer implements Disposable {
  readonly #fd: number;
  #isOpen = true;

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(bytes: Uint8Array): void {
    writeSync(this.#fd, bytes);
  }

  /** What came, which has to be something. */
  read(): Uint8Array {
    const bytes = new Uint8Array(2 ** 16);
    return bytes.subarray(0, readSync(this.#fd, bytes));
  }

  [Symbol.dispose](): void {
    if (this.#isOpen) closeSync(this.#fd);
    this.#isOpen = false;
  }
}

/**
 * A socket that is listened to, without a thread or process of its own: the kernel takes connections
 * and keeps what is sent until somebody looks.
 */
export class LocalListener implements Disposable {
  readonly #libc = openLibrary("libc.so.6", SYMBOLS);
  readonly #fd: number;

  /** @param backlog how many may wait beside the first */
  constructor(path: string, backlog = 8) {
    const { AF_UNIX, SOCK_STREAM, SOCK_CLOEXEC } = socketNumbers;
    const address = new Uint8Array(sunPath.offset + sunPath.length);
    address[0] = AF_UNIX;
    address.set(new TextEncoder().encode(path), sunPath.offset);
    this.#fd = this.#libc.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const isBound = this.#libc.bind(this.#fd, address, address.length) === 0;
    const isHeard = isBound && this.#libc.listen(this.#fd, backlog) === 0;
    if (!isHeard) throw new Error(`Cannot listen to "${path}"`);
  }

  /** Takes the connection that waits longest; there has to be one. */
  accept(): Peer {
    return new Peer(this.#libc.accept(this.#fd, null, null));
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}
