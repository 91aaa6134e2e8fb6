import { cString, openLibrary } from "../src/library.ts";
import type { LocalSocket } from "../src/platform.ts";
import { systemError } from "../src/system-error.ts";
import { errnoAt, type Errno } from "./libc-memory.ts";
import { LIBC } from "./linux-libc.ts";

const SYMBOLS = {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" }, // int socket(int domain, int type, int protocol)
  setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" }, // int setsockopt(int, int level, int name, const void *, socklen_t)
  connect: { args: ["i32", "ptr", "u32"], returns: "i32" }, // int connect(int, const struct sockaddr *, socklen_t)
  send: { args: ["i32", "ptr", "u64", "i32"], returns: "i64" }, // ssize_t send(int, const void *, size_t, int flags)
  recv: { args: ["i32", "ptr", "u64", "i32"], returns: "i64" }, // ssize_t recv(int, void *, size_t, int flags)
  close: { args: ["i32"], returns: "i32" }, // int close(int)
  __errno_location: { args: [], returns: "ptr" }, // int *__errno_location(void)
} as const;

/** Of <sys/socket.h> and <errno.h>: glibc and musl agree, on x64 and on arm64. */
export const socketNumbers = {
  AF_UNIX: 1,
  SOCK_STREAM: 1,
  SOCK_CLOEXEC: 0o2000000,
  SOL_SOCKET: 1,
  SO_RCVTIMEO: 20,
  SO_SNDTIMEO: 21,
  MSG_NOSIGNAL: 0x4000,
  EINTR: 4,
  EAGAIN: 11,
  ENAMETOOLONG: 36,
  ETIMEDOUT: 110,
} as const;

/** `char sun_path[108]` of `struct sockaddr_un`, behind `sa_family_t sun_family`: <sys/un.h>. */
export const sunPath = { offset: 2, length: 108 } as const;

const { AF_UNIX, SOCK_STREAM, SOCK_CLOEXEC, SOL_SOCKET, SO_RCVTIMEO, SO_SNDTIMEO } = socketNumbers;
const { MSG_NOSIGNAL, EINTR, EAGAIN, ENAMETOOLONG, ETIMEDOUT } = socketNumbers;

/** How long is waited, in milliseconds. */
export interface Patience {
  /** For the connection, and for each time that bytes are taken or come. */
  readonly step: number;
  /** In all: a service that gives a byte now and then is given up, too. */
  readonly total: number;
}

const PATIENCE: Patience = { step: 5000, total: 60_000 };

type Libc = ReturnType<typeof openLibrary<typeof SYMBOLS>>;

let opened: { readonly libc: Libc; readonly errno: Errno } | undefined;

function openLibc(): NonNullable<typeof opened> {
  if (opened !== undefined) return opened;
  const libc = openLibrary(LIBC, SYMBOLS);
  return (opened = { libc, errno: errnoAt(() => libc.__errno_location()) });
}

/**
 * Connects to a service of this machine, by the path of its socket.
 *
 * @throws what connect(2) fails with, as errors of the file system are; ETIMEDOUT if the service
 *   accepts nobody; {@link LibraryError} if libc can't be used, or the path holds a NUL
 */
export function connectLocal(path: string, patience: Patience = PATIENCE): LocalSocket {
  const address = socketAddress(path);
  const socket = new LinuxSocket(path, patience);
  try {
    socket.connect(address);
    return socket;
  } catch (error) {
    socket[Symbol.dispose]();
    throw error;
  }
}

/** A `struct sockaddr_un` as long as it has to be. */
function socketAddress(path: string): Uint8Array {
  const name = cString(path).subarray(0, -1);
  if (name.length > sunPath.length) throw systemError(ENAMETOOLONG, "connect", path);
  const address = new Uint8Array(sunPath.offset + name.length);
  new Uint16Array(address.buffer, 0, 1)[0] = AF_UNIX;
  address.set(name, sunPath.offset);
  return address;
}

class LinuxSocket implements LocalSocket {
  readonly #libc: Libc;
  readonly #errno: Errno;
  readonly #path: string;
  readonly #step: number;
  readonly #end: number;
  #fd: number;

  constructor(path: string, { step, total }: Patience) {
    const { libc, errno } = openLibc();
    this.#libc = libc;
    this.#errno = errno;
    this.#path = path;
    this.#step = step;
    this.#end = performance.now() + total;
    this.#fd = this.#call("socket", () => libc.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }

  connect(address: Uint8Array): void {
    this.#limit(SO_RCVTIMEO);
    // Without it, connect(2) waits for ever for a service that has too many waiting already.
    this.#limit(SO_SNDTIMEO);
    this.#call("connect", () => this.#libc.connect(this.#fd, address, address.length));
  }

  send(bytes: Uint8Array): void {
    for (let rest = bytes; rest.length > 0;) {
      const { length } = rest;
      const sent = this.#call("send", () => this.#libc.send(this.#fd, rest, length, MSG_NOSIGNAL));
      rest = rest.subarray(sent);
    }
  }

  receive(into: Uint8Array): number {
    return this.#call("recv", () => this.#libc.recv(this.#fd, into, into.length, 0));
  }

  [Symbol.dispose](): void {
    if (this.#fd >= 0) this.#libc.close(this.#fd);
    this.#fd = -1;
  }

  /** Sets how long a call may wait. */
  #limit(option: number): void {
    const seconds = Math.floor(this.#step / 1000);
    const time = BigInt64Array.of(BigInt(seconds), BigInt((this.#step - 1000 * seconds) * 1000)); // struct timeval
    this.#call("setsockopt", () =>
      this.#libc.setsockopt(this.#fd, SOL_SOCKET, option, time, time.byteLength),
    );
  }

  #call(syscall: string, call: () => number | bigint): number {
    const now = performance.now();
    if (now >= this.#end) throw systemError(ETIMEDOUT, syscall, this.#path);
    for (;;) {
      const result = Number(call());
      if (result >= 0) return result;
      const errno = this.#errno.get();
      // Signals that come again and again must not make it wait for ever.
      if (errno === EINTR && performance.now() < now + this.#step) continue;
      const isLate = errno === EINTR || errno === EAGAIN;
      throw systemError(isLate ? ETIMEDOUT : errno, syscall, this.#path);
    }
  }
}
