import { cc } from "bun:ffi";
import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { hostPlatform } from "../../platforms/index.ts";
import { linuxTypes } from "../../platforms/linux-glibc.ts";
import { linuxNumbers } from "../../platforms/linux-libc.ts";
import { sizeOf, type BytesField, type IntegerField } from "../../src/layout.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { numbersOf } from "./header-numbers.ts";

/** Members of the structs of <utmpx.h> and <lastlog.h>, by the names of our fields. */
const UTMPX = {
  type: "ut_type",
  pid: "ut_pid",
  line: "ut_line",
  id: "ut_id",
  user: "ut_user",
  host: "ut_host",
  termination: "ut_exit.e_termination",
  exit: "ut_exit.e_exit",
  session: "ut_session",
  seconds: "ut_tv.tv_sec",
  microseconds: "ut_tv.tv_usec",
  address: "ut_addr_v6",
} as const;

const LASTLOG = {
  seconds: "ll_time",
  line: "ll_line",
  host: "ll_host",
} as const;

/** Has the machine's own headers say where a struct's members are, and how large they are. */
function compile(struct: string, members: readonly string[]): number[][] {
  using directory = new TemporaryDirectory();
  const source = directory.at("layout.c");
  const rows = members.map(
    (member) => `offsetof(${struct}, ${member}), sizeof(((${struct} *)0)->${member})`,
  );
  writeFileSync(
    source,
    `#define _GNU_SOURCE
#include <stddef.h>
#include <utmpx.h>
#include <lastlog.h>
static const int table[] = { sizeof(${struct}), 0, ${rows.join(", ")} };
int at(int i) { return table[i]; }
`,
  );
  const library = cc({ source, symbols: { at: { args: ["int"], returns: "int" } } });
  const numbers = [-1, ...members.keys()].map((row) =>
    [2 * row + 2, 2 * row + 3].map((i) => library.symbols.at(i)),
  );
  library.close();
  return numbers;
}

/** Offsets and sizes of declared fields, which must be there. */
function declared(names: Readonly<Record<string, string>>, fields: object): number[][] {
  const all = Object.entries(fields);
  return Object.keys(names).map((name) => {
    const field: unknown = all.find(([key]) => key === name)?.[1];
    if (!isPlaced(field)) throw new TypeError(`The layout has no field "${name}"`);
    return [field.offset, "kind" in field ? sizeOf(field) : field.length];
  });
}

function isPlaced(field: unknown): field is IntegerField | BytesField {
  return typeof field === "object" && field !== null && "offset" in field;
}

const { files, id } = hostPlatform();

describe("the machine's headers", () => {
  test("struct utmpx is laid out as declared", () => {
    const { size, fields } = files.utmp;
    const known = [[size, 0], ...declared(UTMPX, fields)];
    expect(compile("struct utmpx", Object.values(UTMPX))).toEqual(known);
  });

  test("struct lastlog is laid out as declared", () => {
    const { size, fields } = files.lastlog;
    const known = [[size, 0], ...declared(LASTLOG, fields)];
    expect(compile("struct lastlog", Object.values(LASTLOG))).toEqual(known);
  });

  test("ut_type has the declared numbers", () => {
    // musl's headers lack the last, which nobody writes.
    const words = id === "linux-musl" ? linuxTypes.slice(0, -1) : linuxTypes;
    expect(numbersOf(["utmpx.h"], words)).toEqual([...words.keys()]);
  });

  test("what POSIX leaves to headers has the declared numbers", () => {
    const { sockets, localeMasks, whence } = linuxNumbers;
    const numbers = {
      AF_INET6: sockets.inet6,
      "offsetof(struct sockaddr, sa_family)": sockets.hasLength ? 1 : 0,
      "offsetof(struct addrinfo, ai_canonname)": sockets.canonname,
      LC_CTYPE_MASK: localeMasks.LC_CTYPE,
      LC_TIME_MASK: localeMasks.LC_TIME,
      SEEK_DATA: whence.data,
      SEEK_HOLE: whence.hole,
      // The rest is the same on every system.
      AF_INET: 2,
      AI_CANONNAME: 2,
      "sizeof(struct addrinfo)": 48,
      "offsetof(struct addrinfo, ai_flags)": 0,
      "offsetof(struct sockaddr_in, sin_addr)": 4,
      "sizeof(struct sockaddr_in)": 16,
      "offsetof(struct sockaddr_in6, sin6_addr)": 8,
      "sizeof(struct sockaddr_in6)": 28,
      "offsetof(struct passwd, pw_name)": 0,
      "offsetof(struct passwd, pw_uid)": 16,
      "sizeof(time_t)": 8,
      "offsetof(struct tm, tm_isdst)": 32,
      "offsetof(struct tm, tm_gmtoff)": 40,
      "sizeof(struct tm)": 56,
      EIO: 5,
      ENOMEM: 12,
      ENFILE: 23,
      EMFILE: 24,
    };
    const headers = [
      "netdb.h",
      "netinet/in.h",
      "locale.h",
      "pwd.h",
      "time.h",
      "unistd.h",
      "errno.h",
    ];
    const declared = Object.values(numbers);
    expect(numbersOf(["stddef.h", ...headers], Object.keys(numbers))).toEqual(declared);
  });
});
