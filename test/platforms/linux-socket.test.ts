import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { connectLocal, socketNumbers, sunPath } from "../../platforms/linux-socket.ts";
import { isReadError, LibraryError } from "../../src/errors.ts";
import { openLibrary } from "../../src/library.ts";
import { LocalService } from "../local-service.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { numbersOf } from "./header-numbers.ts";
import { LocalListener } from "./local-listener.ts";

const SHORT = { step: 30, total: 60_000 };
const text = new TextEncoder();

/** What is open, and not only while one looks. */
function descriptors(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return `${fd} ${readlinkSync(`/proc/self/fd/${fd}`)}`;
    } catch {
      return [];
    }
  });
}

/** What was opened meanwhile. */
function openedSince(before: readonly string[]): string[] {
  return descriptors().filter((descriptor) => !before.includes(descriptor));
}

/** Signals that interrupt whatever waits, one every few milliseconds. */
class Signals implements Disposable {
  static readonly #libc = openLibrary("libc.so.6", {
    setitimer: { args: ["i32", "ptr", "ptr"], returns: "i32" }, // int setitimer(int, const struct itimerval *, struct itimerval *)
  });
  readonly #handle = (): void => {};

  constructor() {
    process.on("SIGALRM", this.#handle);
    this.#set(5000n);
  }

  [Symbol.dispose](): void {
    this.#set(0n);
    process.off("SIGALRM", this.#handle);
  }

  #set(microseconds: bigint): void {
    const ITIMER_REAL = 0;
    const interval = BigInt64Array.of(0n, microseconds, 0n, microseconds);
    Signals.#libc.setitimer(ITIMER_REAL, interval, null);
  }
}

/** Takes from root what it may do more than others: capabilities(7) of this thread. */
class NoPowers implements Disposable {
  static readonly #libc = openLibrary("libc.so.6", {
    capget: { args: ["ptr", "ptr"], returns: "i32" }, // int capget(cap_user_header_t, cap_user_data_t)
    capset: { args: ["ptr", "ptr"], returns: "i32" }, // int capset(cap_user_header_t, const cap_user_data_t)
  });
  // _LINUX_CAPABILITY_VERSION_3 of <linux/capability.h>, and this thread.
  readonly #header = Uint32Array.of(0x20080522, 0);
  /** Effective, permitted and inheritable ones, twice. */
  readonly #mine = new Uint32Array(6);

  constructor() {
    NoPowers.#libc.capget(this.#header, this.#mine);
    this.#set(this.#mine.map((powers, i) => (i % 3 === 0 ? 0 : powers)));
  }

  [Symbol.dispose](): void {
    this.#set(this.#mine);
  }

  #set(powers: Uint32Array): void {
    NoPowers.#libc.capset(this.#header, powers);
  }
}

/** The error that something fails with. */
function errorOf(fail: () => unknown): unknown {
  try {
    fail();
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail");
}

/** As the errors of node:fs are. */
function systemError(code: keyof typeof constants.errno, syscall: string, path: string): unknown {
  return expect.objectContaining({ code, syscall, path, errno: -constants.errno[code] });
}

test("numbers are those of the machine's headers", () => {
  const { offset, length } = sunPath;
  const numbers = {
    ...socketNumbers,
    "offsetof(struct sockaddr_un, sun_family)": 0,
    "sizeof(sa_family_t)": 2,
    "offsetof(struct sockaddr_un, sun_path)": offset,
    "sizeof(((struct sockaddr_un *)0)->sun_path)": length,
    "offsetof(struct timeval, tv_sec)": 0,
    "offsetof(struct timeval, tv_usec)": 8,
    "sizeof(struct timeval)": 16,
    "sizeof(size_t)": 8,
  };
  const headers = ["stddef.h", "errno.h", "sys/socket.h", "sys/time.h", "sys/un.h"];
  expect(numbersOf(headers, Object.keys(numbers))).toEqual(Object.values(numbers));
});

describe("a connection", () => {
  test("sends and receives, until the other end closes it", () => {
    using directory = new TemporaryDirectory();
    using listener = new LocalListener(directory.at("socket"));
    using socket = connectLocal(directory.at("socket"));
    using peer = listener.accept();
    socket.send(text.encode("who?").subarray(1));
    expect(String(Buffer.from(peer.read()))).toBe("ho?");
    peer.write(text.encode("alice"));
    const bytes = text.encode("-------");
    expect(socket.receive(bytes.subarray(1, 4))).toBe(3);
    expect(socket.receive(bytes.subarray(4))).toBe(2);
    expect(new TextDecoder().decode(bytes)).toBe("-alice-");
    peer[Symbol.dispose]();
    expect(socket.receive(bytes)).toBe(0);
  });

  test("takes more than the kernel keeps, both ways", async () => {
    const question = new Uint8Array(4 * 2 ** 20).map((_, i) => i % 251);
    await using service = await LocalService.start({
      exchanges: [{ question, answer: [question] }],
    });
    const answer = new Uint8Array(question.length);
    service.use((socket) => {
      socket.send(question);
      for (let length = 0; length < answer.length;) {
        length += socket.receive(answer.subarray(length));
      }
    });
    expect(Buffer.compare(answer, question)).toBe(0);
  });

  test("is not for child processes", () => {
    using directory = new TemporaryDirectory();
    using _listener = new LocalListener(directory.at("socket"));
    const before = descriptors();
    using _socket = connectLocal(directory.at("socket"));
    const [descriptor = ""] = openedSince(before);
    const info = readFileSync(`/proc/self/fdinfo/${parseInt(descriptor)}`, "utf8");
    const flags = parseInt(/^flags:\t(\d+)$/m.exec(info)?.[1] ?? "", 8);
    expect(flags & socketNumbers.SOCK_CLOEXEC).toBe(socketNumbers.SOCK_CLOEXEC);
  });

  test("that was closed is not used, and what has its number is not closed", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using _listener = new LocalListener(path);
    const before = descriptors();
    const socket = connectLocal(path);
    const number = parseInt(openedSince(before)[0] ?? "");
    socket[Symbol.dispose]();
    expect(openedSince(before)).toEqual([]);
    const others = [openSync("/dev/null", "r")];
    while (others.at(-1) !== number) others.push(openSync("/dev/null", "r"));
    socket[Symbol.dispose]();
    expect(openedSince(before)).toContain(`${number} /dev/null`);
    for (const fd of others) closeSync(fd);
    const bytes = new Uint8Array(1);
    expect(errorOf(() => socket.receive(bytes))).toEqual(systemError("EBADF", "recv", path));
    expect(errorOf(() => socket.send(bytes))).toEqual(systemError("EBADF", "send", path));
  });

  test("of which the other end is gone can't be written to, and raises no signal", async () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using listener = new LocalListener(path);
    using socket = connectLocal(path);
    listener.accept()[Symbol.dispose]();
    const signals: string[] = [];
    const handle = (signal: string): void => void signals.push(signal);
    process.on("SIGPIPE", handle);
    const error = errorOf(() => socket.send(text.encode("who?")));
    await Bun.sleep(10);
    process.off("SIGPIPE", handle);
    expect(error).toEqual(systemError("EPIPE", "send", path));
    expect(signals).toEqual([]);
  });

  test("that is closed with what nobody read is reset", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using listener = new LocalListener(path);
    using socket = connectLocal(path);
    socket.send(text.encode("who?"));
    listener.accept()[Symbol.dispose]();
    const error = errorOf(() => socket.receive(new Uint8Array(1)));
    expect(error).toEqual(systemError("ECONNRESET", "recv", path));
  });
});

describe("a connection that can't be made", () => {
  /** Paths within a directory, by what connecting to them fails with. */
  const FAILURES = [
    ["ENOENT", "no such file or directory", "nothing", () => {}],
    ["ENOTDIR", "not a directory", "file/socket", (at) => writeFileSync(at("file"), "")],
    ["ECONNREFUSED", "connection refused", "file", (at) => writeFileSync(at("file"), "")],
    ["ECONNREFUSED", "connection refused", "old", (at) => abandon(at("old"))],
    ["ENAMETOOLONG", "name too long", "x".repeat(sunPath.length), () => {}],
  ] as const satisfies [string, string, string, (at: (name: string) => string) => void][];

  function abandon(path: string): void {
    new LocalListener(path)[Symbol.dispose]();
  }

  test.each(FAILURES)("fails with %s: %s", (code, reason, name, make) => {
    using directory = new TemporaryDirectory();
    const path = directory.at(name);
    make((file) => directory.at(file));
    const before = descriptors();
    const error = errorOf(() => connectLocal(path));
    expect(error).toEqual(systemError(code, "connect", path));
    expect(error).toHaveProperty("message", `${code}: ${reason}, connect '${path}'`);
    expect(isReadError(error)).toBe(true);
    expect(openedSince(before)).toEqual([]);
  });

  test("fails with EINVAL without a path", () => {
    expect(errorOf(() => connectLocal(""))).toEqual(systemError("EINVAL", "connect", ""));
  });

  test("fails where a path holds a NUL, which would be another's name", () => {
    const message = `Cannot give "/run/a\\u0000b" to libc: it holds a NUL`;
    expect(errorOf(() => connectLocal("/run/a\0b"))).toEqual(new LibraryError(message));
  });

  test("fails with EACCES where it may not be used", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using _listener = new LocalListener(path);
    chmodSync(path, 0);
    using _powers = new NoPowers();
    expect(errorOf(() => connectLocal(path))).toEqual(systemError("EACCES", "connect", path));
  });

  test("can have the longest path that there is room for", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("x".repeat(sunPath.length + 1 - directory.at("x").length));
    expect(path).toHaveLength(sunPath.length);
    using _listener = new LocalListener(path);
    expect(() => connectLocal(path)[Symbol.dispose]()).not.toThrow();
    expect(errorOf(() => connectLocal(`${path}x`))).toEqual(
      systemError("ENAMETOOLONG", "connect", `${path}x`),
    );
  });
});

describe("waiting", () => {
  test("ends where a service accepts nobody", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using _listener = new LocalListener(path, 0);
    using _first = connectLocal(path);
    const before = descriptors();
    const error = errorOf(() => connectLocal(path, SHORT));
    expect(error).toEqual(systemError("ETIMEDOUT", "connect", path));
    expect(openedSince(before)).toEqual([]);
  });

  test("ends where nothing comes", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using _listener = new LocalListener(path);
    using socket = connectLocal(path, SHORT);
    const error = errorOf(() => socket.receive(new Uint8Array(1)));
    expect(error).toEqual(systemError("ETIMEDOUT", "recv", path));
  });

  test("ends where nobody takes what is sent", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using _listener = new LocalListener(path);
    using socket = connectLocal(path, SHORT);
    const error = errorOf(() => socket.send(new Uint8Array(2 ** 24)));
    expect(error).toEqual(systemError("ETIMEDOUT", "send", path));
  });

  test("ends where something comes again and again", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using listener = new LocalListener(path);
    using socket = connectLocal(path, { step: 60_000, total: 500 });
    using peer = listener.accept();
    peer.write(text.encode("abc"));
    const bytes = new Uint8Array(1);
    expect(socket.receive(bytes)).toBe(1);
    Bun.sleepSync(500);
    expect(errorOf(() => socket.receive(bytes))).toEqual(systemError("ETIMEDOUT", "recv", path));
    expect(errorOf(() => socket.send(bytes))).toEqual(systemError("ETIMEDOUT", "send", path));
  });

  test("goes on until something comes", async () => {
    const question = text.encode("who?");
    const answer = [text.encode("alice")];
    await using service = await LocalService.start({
      exchanges: [{ question, answer }],
      pause: 20,
    });
    const receive = (): number =>
      service.use((socket) => {
        socket.send(question);
        return socket.receive(new Uint8Array(9));
      }, 999);
    expect(receive()).toBe(5);
  });

  test("goes on when signals come", async () => {
    const question = text.encode("who?");
    const answer = [text.encode("alice")];
    await using service = await LocalService.start({
      exchanges: [{ question, answer }],
      pause: 60,
    });
    using _signals = new Signals();
    const bytes = new Uint8Array(5);
    const count = service.use((socket) => {
      socket.send(question);
      return socket.receive(bytes);
    });
    expect([count, new TextDecoder().decode(bytes)]).toEqual([5, "alice"]);
  });

  test("ends though signals come", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("socket");
    using _listener = new LocalListener(path);
    using socket = connectLocal(path, SHORT);
    using _signals = new Signals();
    const error = errorOf(() => socket.receive(new Uint8Array(1)));
    expect(error).toEqual(systemError("ETIMEDOUT", "recv", path));
  });
});
