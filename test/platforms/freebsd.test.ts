import { describe, expect, test } from "bun:test";
import {
  freebsd,
  freebsdFutx197,
  freebsdLastlog28,
  freebsdLastlogin197,
  freebsdUtmp44,
  freebsdUtxLog,
} from "../../platforms/freebsd.ts";
import {
  freebsdLastlogx280,
  freebsdTypes,
  freebsdUtmpx280,
} from "../../platforms/freebsd-utmpx.ts";
import { canBuild, compileNumbers, compileStruct, declaredStruct } from "../stand-in-library.ts";

const UTMPX = { user: "ut_user", line: "ut_line", host: "ut_host" };
const UTMPX_TIME = { seconds: "ut_tv.tv_sec", microseconds: "ut_tv.tv_usec" };
const FUTX = { user: "fu_user", line: "fu_line", host: "fu_host", microseconds: "fu_tv" };

describe.skipIf(!canBuild)("FreeBSD's structs are laid out as declared:", () => {
  test.each([
    ["struct futx", freebsdFutx197, { type: "fu_type", pid: "fu_pid", id: "fu_id", ...FUTX }],
    ["struct futx", freebsdUtxLog, { type: "fu_type", pid: "fu_pid", id: "fu_id", ...FUTX }],
    ["struct futx", freebsdLastlogin197, FUTX],
    [
      "struct bsd_utmpx",
      freebsdUtmpx280,
      { type: "ut_type", pid: "ut_pid", id: "ut_id", ...UTMPX, ...UTMPX_TIME },
    ],
    ["struct bsd_utmpx", freebsdLastlogx280, { ...UTMPX, ...UTMPX_TIME }],
    [
      "struct old_utmp",
      freebsdUtmp44,
      { line: "ut_line", user: "ut_name", host: "ut_host", seconds: "ut_time" },
    ],
    [
      "struct old_lastlog",
      freebsdLastlog28,
      { line: "ll_line", host: "ll_host", seconds: "ll_time" },
    ],
  ] as const)("%s", (struct, layout, members) => {
    expect(declaredStruct(layout)).toEqual(compileStruct("freebsd.h", struct, members));
  });
});

describe("freebsd", () => {
  test.skipIf(!canBuild)("its record types have the numbers of <utmpx.h>", () => {
    expect(compileNumbers("freebsd.h", freebsdTypes)).toEqual([...freebsdTypes.keys()]);
  });

  test("its notes fit on a line of a report", () => {
    const notes = Object.values(freebsd.notes).flatMap((note) => Object.values(note));
    expect(notes.filter((note) => note.length >= 60)).toEqual([]);
  });

  test("its files are of layouts that it has", () => {
    const layouts: readonly object[] = freebsd.layouts;
    const strange = Object.values(freebsd.files).filter((layout) => !layouts.includes(layout));
    expect(strange).toEqual([]);
  });
});
