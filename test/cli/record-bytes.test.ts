import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { encodeUtmp } from "../../src/encode.ts";
import type { UtmpEntryJSON } from "../../src/entry.ts";
import type { UtmpLayout } from "../../src/layout.ts";
import { utmpRecords } from "../platforms/generated-records.ts";
import { all, entriesOf, known, make, NONE, remake } from "./remade-records.ts";

const SEED = 20261122;

describe.each(all)("RecordMaker for $name", (target) => {
  const { layout, endian } = target.ordered;

  test("makes of any entry's JSON a record with the same entry", () => {
    let made = 0;
    const check = fc.property(utmpRecords(layout), ({ numbers, text, address }) => {
      const [id, user, line, host] = [text.id, text.user, text.line, text.host].map((one) =>
        // 0xff is in no UTF-8.
        one.startsWith("x") ? Buffer.from(`\xff${one.slice(1)}`, "latin1") : Buffer.from(one),
      );
      const texts = { id: id ?? [], user: user ?? [], line: line ?? [], host: host ?? [] };
      const bytes = Object.entries(texts).map(([name, one]) => [name, Uint8Array.from(one)]);
      const values = { ...numbers, ...Object.fromEntries(bytes), address };
      const [entry] = entriesOf(frame(encodeUtmp(layout, endian, values), layout), target);
      const again = remake(entry ?? {}, target);
      const reason = entry && reasonAgainst(entry);
      if (reason == null) made++;
      expect(again).toEqual(reason ?? entry);
    });
    fc.assert(check, { seed: SEED, numRuns: 60 });
    // Seconds of 64 bits are most often more than a number holds.
    expect(made).toBeGreaterThan(5);
  });

  test("what is all zero is a record", () => {
    const zero =
      layout.framing === "utx-log" ? Uint8Array.of(0, 1, 0) : new Uint8Array(layout.size);
    expect(make({ ...NONE, type: "EMPTY" }, target)).toEqual(zero);
  });
});

function frame(record: Uint8Array, { framing, size }: UtmpLayout): Uint8Array {
  return framing === "utx-log" ? Uint8Array.of(size >> 8, size & 0xff, ...record) : record;
}

/** Why there is no record with this entry, `null` if there is one. */
function reasonAgainst({ sid, micros, count = 0 }: UtmpEntryJSON): string | null {
  const wanted = "and a whole number below 2^53 is wanted";
  const inexact = Object.entries({ sid: sid ?? 0, micros, count }).find(
    ([, value]) => !Number.isSafeInteger(value),
  );
  return inexact === undefined ? null : `understand: its ${inexact[0]} is ${inexact[1]}, ${wanted}`;
}

describe("the type of a record", () => {
  const words = [...new Set(all.flatMap(({ ordered }) => ordered.layout.types))].filter(
    (word) => word !== "UNKNOWN",
  );

  test.each(all.filter(({ ordered }) => "kind" in ordered.layout.fields.type))(
    "has the number of $name, and no other system's",
    (target) => {
      const { types } = target.ordered.layout;
      for (const type of words) {
        // 8 is SHUTDOWN_TIME on FreeBSD and DEAD_PROCESS elsewhere.
        const entry = remake({ ...NONE, type, typeCode: 8, line: "tty1" }, target);
        if (types.includes(type)) {
          expect(entry).toMatchObject({ type, typeCode: types.indexOf(type) });
        } else {
          expect(entry).toBe(`make: ${target.name} has no room for its type ${type}`);
        }
      }
      expect(words).toHaveLength(13);
    },
  );

  test.each([
    ["linux-glibc-384-le", 300, true],
    ["minix-utmp-48", 300, true],
    ["minix-utmp-48", 3, true],
    ["freebsd-utx-log", 255, true],
    ["freebsd-utx-log", 300, false],
    ["linux-glibc-384-le", 9, false],
    ["openbsd-utmp-304-le", 300, false],
  ])("of %s that has no word is the number %d: %p", (layout, typeCode, isHeld) => {
    const entry = remake({ ...NONE, type: "UNKNOWN", typeCode }, layout);
    const refusal = `make: ${layout} has no room for its type UNKNOWN`;
    if (isHeld) expect(entry).toMatchObject({ type: "UNKNOWN", typeCode });
    else expect(entry).toBe(refusal);
  });

  test("is the number where no word is known, as in text", () => {
    expect(remake({ ...NONE, typeCode: 4 }, "freebsd-utx-log")).toMatchObject({
      type: "USER_PROCESS",
    });
    expect(remake({ ...NONE, typeCode: 4 }, "netbsd-utmpx-520-le")).toMatchObject({
      type: "NEW_TIME",
    });
    const refusal = "make: linux-glibc-384-le has no room for its type 32768";
    expect(remake({ ...NONE, typeCode: 32768 }, "linux-glibc-384-le")).toBe(refusal);
  });

  test.each([
    ["openbsd-utmp-304-le", "BOOT_TIME", 2, "~", "reboot"],
    ["openbsd-utmp-304-le", "RUN_LVL", 1, "~", "shutdown"],
    ["openbsd-utmp-304-le", "OLD_TIME", 4, "|", "date"],
    ["openbsd-utmp-304-le", "NEW_TIME", 3, "{", "date"],
    ["openbsd-utmp-304-le", "USER_PROCESS", 7, "ttyp0", "alice"],
    ["openbsd-utmp-304-le", "DEAD_PROCESS", 8, "ttyp0", ""],
    ["openbsd-badlogin-312-be", "LOGIN_PROCESS", 6, "ttyC0", "root"],
  ] as const)("is in the line and name of %s: %s", (layout, type, typeCode, line, user) => {
    const entry = { ...NONE, type, typeCode, line, user };
    expect(remake(entry, layout)).toMatchObject({ type, typeCode, line, user });
    // NetBSD has other numbers for changes of the clock, and FreeBSD for all.
    expect(remake({ ...entry, typeCode: 11 }, layout)).toMatchObject({ type, typeCode });
  });

  test.each([
    ["openbsd-utmp-304-le", "BOOT_TIME", "", ""],
    ["openbsd-utmp-304-le", "LOGIN_PROCESS", "ttyC0", "LOGIN"],
    ["openbsd-utmp-304-le", "DEAD_PROCESS", "ttyp0", "alice"],
    ["openbsd-utmp-304-le", "DEAD_PROCESS", "", ""],
    ["openbsd-utmp-304-le", "SIGNATURE", "", "utmpx-2.00"],
    ["openbsd-badlogin-312-be", "USER_PROCESS", "ttyC0", "root"],
  ])("is not made up for %s: %s", (layout, type, line, user) => {
    const refusal = `make: ${layout} has no room for its type ${type}`;
    expect(remake({ ...NONE, type, line, user }, layout)).toBe(refusal);
  });
});

describe("what a layout can't hold", () => {
  const LOGIN = {
    type: "USER_PROCESS",
    typeCode: 7,
    pid: 209,
    sid: 208,
    id: "ts/1",
    user: "alice",
    line: "pts/1",
    host: "example",
    micros: 1_795_363_295_555_467,
    exit: { termination: 15, exit: 1 },
    address: "203.0.113.7",
    count: 3,
  };
  const { count: _, ...ON_LINUX } = LOGIN;

  test.each([
    ["freebsd-utmp-44-le", LOGIN, "pid, sid, id, microseconds, exit, address, count"],
    ["freebsd-utx-log", LOGIN, "sid, exit, address, count"],
    ["illumos-futmp-36-be", LOGIN, "sid, host, microseconds, address, count"],
    [
      "openbsd-badlogin-312-le",
      LOGIN,
      "type USER_PROCESS, pid, sid, id, microseconds, exit, address",
    ],
    ["linux-glibc-384-le", LOGIN, "count"],
    ["linux-glibc-384-le", { ...ON_LINUX, user: "u".repeat(33) }, "user"],
    ["linux-glibc-384-le", { ...ON_LINUX, user: "é".repeat(17) }, "user"],
    [
      "linux-glibc-384-le",
      { ...ON_LINUX, line: "l".repeat(33), host: "h".repeat(257) },
      "line, host",
    ],
    ["linux-glibc-384-le", { ...ON_LINUX, id: "", idBytes: "0102030405" }, "id"],
    ["linux-glibc-384-le", { ...ON_LINUX, pid: 2 ** 31 }, "pid"],
    ["linux-glibc-384-le", { ...ON_LINUX, sid: -(2 ** 31) - 1 }, "sid"],
    ["linux-glibc-384-le", { ...ON_LINUX, exit: { termination: 2 ** 15, exit: 0 } }, "exit"],
    ["linux-glibc-384-le", { ...ON_LINUX, micros: -1 }, "time"],
    ["linux-glibc-384-le", { ...ON_LINUX, micros: 2 ** 32 * 1e6 }, "time"],
    ["linux-glibc-384-le", { ...ON_LINUX, address: "cb00:7107::" }, "address"],
    ["freebsd-futx-197", { ...NONE, pid: -1, micros: -1 }, "pid, time"],
    [
      "netbsd-utmpx-520-le",
      { ...NONE, sid: 2 ** 16, exit: { termination: 0, exit: -1 } },
      "sid, exit",
    ],
    ["cygwin-utmp-320", { ...NONE, address: "2001:db8::1" }, "address"],
    ["openbsd-badlogin-308-le", { ...NONE, count: 2 ** 32 }, "count"],
    ["openbsd-badlogin-312-le", { ...NONE, typeCode: 6, user: "a", count: -1 }, "count"],
  ])("%s: %j", (layout, json, fields) => {
    expect(remake(json, layout)).toBe(`make: ${layout} has no room for its ${fields}`);
  });

  test("ends behind the last that it can", () => {
    const most = {
      ...ON_LINUX,
      ...{ user: "u".repeat(32), line: "l".repeat(32), host: "h".repeat(256), pid: -(2 ** 31) },
      ...{ sid: 2 ** 31 - 1, exit: { termination: -(2 ** 15), exit: 2 ** 15 - 1 } },
      micros: 2 ** 32 * 1e6 - 1,
    };
    expect(remake(most, "linux-glibc-384-be")).toMatchObject(most);
    const far = { ...NONE, type: "EMPTY", pid: 2 ** 32 - 1, micros: Number.MAX_SAFE_INTEGER };
    const { sid, exit, ...held } = far;
    expect(remake(far, "freebsd-futx-197")).toMatchObject(held);
  });

  test.each([
    ["netbsd-utmpx-520-be", "2001:db8::1", "1c18000000000000" + "20010db8000000000000000000000001"],
    ["dragonfly-utmpx-512", "2001:db8::1", "1c1c000000000000" + "20010db8000000000000000000000001"],
    ["dragonfly-utmpx-512", "203.0.113.7", "10020000cb007107"],
    [
      "dragonfly-utmpx-512",
      "::ffff:203.0.113.7",
      "1c1c000000000000" + "00000000000000000000ffffcb007107",
    ],
    ["linux-libc4-utmp-56", "203.0.113.7", "cb007107"],
    ["utmps-400-be", "::1", "00000000000000000000000000000001"],
    ["utmps-400-be", "::", "00000000000000000000000000000000"],
  ])("addresses of %s: %s", (layout, address, hex) => {
    const target = known(layout);
    const made = make({ ...NONE, address }, target);
    const { offset = 0 } = target.ordered.layout.fields.address ?? {};
    const end = offset + hex.length / 2;
    expect(typeof made === "string" ? made : made.subarray(offset, end).toHex()).toBe(hex);
  });
});
