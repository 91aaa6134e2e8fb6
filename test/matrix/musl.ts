// What holds with musl only. musl.sh runs it; `bun test` does not find it by its name.

import { dlopen } from "bun:ffi";
import { describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { hostPlatform } from "../../platforms/index.ts";
import { linuxMusl, utmps400 } from "../../platforms/linux-musl.ts";
import * as api from "../../src/index.ts";
import { LocalService } from "../local-service.ts";
import { askLibrary } from "../platforms/library-process.ts";
import { utmpsExchanges } from "../utmps-service.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { boot, login, logout, YEAR_2200 } from "./machine-records.ts";
import {
  lastlogSize,
  typeNumbers,
  utmpxSize,
  writeLastlog,
  writeRecord,
} from "./machine-writer.ts";

test("this process runs with musl, and not with glibc", () => {
  const has = (name: string) => () => dlopen("libc.so.6", { [name]: { args: [], returns: "ptr" } });
  expect(has("setutxent")).not.toThrow();
  expect(has("gnu_get_libc_version")).toThrow();
});

describe("this system", () => {
  test("is known to be of musl", () => {
    expect(hostPlatform()).toBe(linuxMusl);
  });

  test("keeps no records where utmps does not run, and says so", () => {
    const statuses = api.sources().map(({ store, status, advice }) => [store, status, advice]);
    const { notes, stores } = linuxMusl;
    for (const store of ["utmp", "wtmp", "btmp", "lastlog"] as const) {
      expect(statuses).toContainEqual([store, "absent", notes[store].absent]);
    }
    for (const store of ["logind", "wtmpdb", "lastlog2"] as const) {
      expect(statuses).toContainEqual([store, "absent", stores[store]?.notes.absent ?? ""]);
    }
    expect(statuses).toHaveLength(7);
    expect(() => [...new api.Utmp()]).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });

  test("has no records for libc to read", () => {
    const message = "Cannot read utmp through libc: it knows no records";
    expect(() => [...new api.Utmp({ source: "libc" })]).toThrow(new api.LibraryError(message));
  });

  test("has the functions of POSIX", () => {
    const library = linuxMusl.openLibrary();
    expect(library.accounts()).toContainEqual({ name: "root", uid: 0 });
    expect([library.uidOf("root"), library.uidOf("no such user")]).toEqual([0, null]);
    expect([library.nameOf(0), library.nameOf(4_123_456_789)]).toEqual(["root", null]);
    expect(library.hostNameOf(Uint8Array.of(127, 0, 0, 1))).toBe("localhost");
    expect(library.canonicalNameOf("::1")).toBe("::1");
    expect(library.terminalOf(-1)).toBeNull();
    const offset = library.localOffset(0);
    expect(library.localInstant(offset ?? NaN)).toBe(0);
  });

  test.each([
    ["Europe/Berlin", 7200, "2026-10-25T02:30:00", "2026-10-25T01:30:00Z"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", 7200, "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"],
    ["Australia/Lord_Howe", 37_800, "2026-07-01T00:00:00", "2026-06-30T13:30:00Z"],
  ])("knows local time with TZ=%s", (TZ, offset, local, instant) => {
    const answer = askLibrary(
      { TZ },
      ({ localOffset, localInstant }, given) => [
        localOffset(given.july),
        localInstant(given.local),
      ],
      { july: Date.UTC(2026, 6) / 1000, local: Date.parse(`${local}Z`) / 1000 },
    );
    expect(answer).toEqual([offset, Date.parse(instant) / 1000]);
  });

  test("has every locale that the environment names", () => {
    const answers = [{}, { LANG: "C" }, { LC_ALL: "", LC_TIME: "de_DE.UTF-8" }].map((env) =>
      askLibrary(env, ({ localeOf }) => [localeOf("LC_CTYPE"), localeOf("LC_TIME")], null),
    );
    expect(answers).toEqual([
      ["C", "C"],
      ["C", "C"],
      ["C", "de_DE.UTF-8"],
    ]);
  });

  test("is read from the service of utmps where its file can't be", async () => {
    const file = new Uint8Array(readFileSync("test/fixtures/utmps/run/utmps/utmp"));
    await using service = await LocalService.start({ exchanges: utmpsExchanges(file) });
    mkdirSync("/run/utmps");
    symlinkSync(service.path, "/run/utmps/.utmpd-socket");
    const utmp = new api.Utmp();
    const wanted = [...new api.Utmp("test/fixtures/utmps/run/utmps/utmp")];
    expect([...utmp]).toMatchObject(
      wanted.map((entry) => ({ ...entry, source: "utmps", offset: null })),
    );
    expect([utmp.path, utmp.layout]).toEqual(["/run/utmps/.utmpd-socket", "utmps-400-le"]);
    expect(api.sources()[0]).toMatchObject({ store: "utmp", status: "ok", source: "utmps" });
  });

  test("is read from the files of utmps", () => {
    mkdirSync("/var/log/wtmpd");
    for (const path of ["/run/utmps/utmp", "/var/log/wtmpd/wtmp"]) {
      writeFileSync(path, "");
      for (const [i, record] of [boot, login].entries()) writeRecord(path, i, record);
    }
    const utmp = new api.Utmp();
    expect([...utmp]).toMatchObject([boot, { ...login, source: "file", offset: utmps400.size }]);
    expect([utmp.path, utmp.layout]).toEqual(["/run/utmps/utmp", "utmps-400-le"]);
    expect(utmp.findByLine(login.line)?.user).toBe(login.user);
    expect([...new api.Wtmp()]).toHaveLength(2);
    const there = api.sources().filter(({ status }) => status !== "absent");
    expect(there.map(({ store, status, source }) => [store, status, source])).toEqual([
      ["utmp", "ok", "file"],
      ["wtmp", "ok", "file"],
    ]);
  });
});

describe("the headers of musl", () => {
  test("have the types' numbers", () => {
    const { EMPTY, RUN_LVL, BOOT_TIME, NEW_TIME, OLD_TIME, INIT_PROCESS } = api;
    const { LOGIN_PROCESS, USER_PROCESS, DEAD_PROCESS } = api;
    const numbers = [EMPTY, RUN_LVL, BOOT_TIME, NEW_TIME, OLD_TIME, INIT_PROCESS];
    expect(typeNumbers).toEqual([...numbers, LOGIN_PROCESS, USER_PROCESS, DEAD_PROCESS]);
  });

  test("have a struct utmpx of which every member is read", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, "");
    for (const [i, record] of [boot, login, logout].entries()) writeRecord(path, i, record);
    expect([utmpxSize, statSync(path).size]).toEqual([400, 3 * 400]);
    expect([...new api.Wtmp({ path, layout: utmps400.id })]).toMatchObject([boot, login, logout]);
  });

  test("have a struct lastlog of which every member is read", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("lastlog");
    writeFileSync(path, "");
    const [line, host] = ["l".repeat(32), "h".repeat(256)];
    writeLastlog(path, 3, { seconds: YEAR_2200, line, host });
    expect([lastlogSize, statSync(path).size]).toEqual([296, 4 * 296]);
    const entries = [...new api.Lastlog({ path, layout: "linux-lastlog-296-le" })];
    const time = new Date("2200-01-01");
    expect(entries).toMatchObject([{ uid: 3, time, line, host }]);
  });
});
