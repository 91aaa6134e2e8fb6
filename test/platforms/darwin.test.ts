import { describe, expect, test } from "bun:test";
import { darwin, macosUtmp36, macosUtmpx628 } from "../../platforms/darwin.ts";
import { darwinTypes, macosLastlogx304, macosUtmpx640 } from "../../platforms/darwin-utmpx.ts";
import { freebsdLastlog28 } from "../../platforms/freebsd.ts";
import { canBuild, compileNumbers, compileStruct, declaredStruct } from "../stand-in-library.ts";

const UTMPX = {
  type: "ut_type",
  pid: "ut_pid",
  line: "ut_line",
  id: "ut_id",
  user: "ut_user",
  host: "ut_host",
  seconds: "ut_tv.tv_sec",
  microseconds: "ut_tv.tv_usec",
};

describe.skipIf(!canBuild)("macOS's structs are laid out as declared:", () => {
  test.each([
    ["struct mac_utmpx", macosUtmpx640, UTMPX],
    ["struct utmpx32", macosUtmpx628, UTMPX],
    [
      "struct lastlogx",
      macosLastlogx304,
      {
        line: "ll_line",
        host: "ll_host",
        seconds: "ll_tv.tv_sec",
        microseconds: "ll_tv.tv_usec",
      },
    ],
    [
      "struct utmp32",
      macosUtmp36,
      { line: "ut_line", user: "ut_name", host: "ut_host", seconds: "ut_time" },
    ],
    [
      "struct lastlog32",
      freebsdLastlog28,
      { line: "ll_line", host: "ll_host", seconds: "ll_time" },
    ],
  ] as const)("%s", (struct, layout, members) => {
    expect(declaredStruct(layout)).toEqual(compileStruct("darwin.h", struct, members));
  });
});

describe("darwin", () => {
  test.skipIf(!canBuild)("its record types have the numbers of <utmpx.h>", () => {
    expect(compileNumbers("darwin.h", darwinTypes)).toEqual([...darwinTypes.keys()]);
  });

  test("its notes fit on a line of a report", () => {
    const notes = Object.values(darwin.notes).flatMap((note) => Object.values(note));
    expect(notes.filter((note) => note.length >= 60)).toEqual([]);
  });

  test("its files are of layouts that it has", () => {
    const layouts: readonly object[] = darwin.layouts;
    const strange = Object.values(darwin.files).filter((layout) => !layouts.includes(layout));
    expect(strange).toEqual([]);
  });
});
