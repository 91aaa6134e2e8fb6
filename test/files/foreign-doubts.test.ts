// Files that show no layout, more than one, or one of other records.

import { describe, expect, test } from "bun:test";
import { truncateSync, utimesSync, writeFileSync } from "node:fs";
import { hostPlatform, layoutName } from "../../platforms/index.ts";
import { RecordFormatError } from "../../src/errors.ts";
import { UtmpFile } from "../../src/files/utmp-file.ts";
import { hostEndian } from "../../src/layout.ts";
import type { RecordProblem } from "../../src/problems.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { runUtmpx } from "../cli/run-utmpx.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { foreignFile, type ForeignFile } from "./foreign-files.ts";
import { LASTLOG_KINDS, LOGIN_KINDS, type Kind } from "./foreign-kinds.ts";
import { areEqual, inDirectory, viewOf } from "./foreign-reading.ts";
import { pack, structOf } from "./foreign-structs.ts";

const SEED = 20_261_122;
const RECORDS = 16;

/** FreeBSD has the same records in its file of who is logged in and in that of last logins. */
const IS_BOTH = /^freebsd-futx-197/;

function fileOf(kind: Kind): ForeignFile {
  return foreignFile(kind, { seed: SEED, records: RECORDS });
}

function json(entries: Iterable<{ toJSON(): object }>): object[] {
  return [...entries].map((entry) => entry.toJSON());
}

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown");
}

/** A login whose time is one of 2004 in this byte order, and one of 2005 in the other. */
const AMBIGUOUS = pack(
  structOf("openbsd-utmp-300"),
  "little",
  new Map<string, number | Uint8Array>([
    ["line", Buffer.from("ttyp0")],
    ["name", Buffer.from("alice")],
    ["host", Buffer.from("gateway")],
    ["time", 0x41424342],
  ]),
);

describe("a file that can be read in two ways", () => {
  /** A directory with such a file, which was written when both times had passed. */
  function ambiguous(): TemporaryDirectory {
    const directory = new TemporaryDirectory();
    writeFileSync(directory.at("wtmp"), AMBIGUOUS);
    utimesSync(directory.at("wtmp"), 1_700_000_000, 1_700_000_000);
    return directory;
  }

  function problemOf(path: string): RecordProblem {
    const message = `Cannot be sure of "${path}": it is read as openbsd-utmp-300-le, and could as well be openbsd-utmp-300-be: name its layout`;
    return { kind: "layout", offset: 0, bytes: 300, message };
  }

  test("is read, and the problem says what else it could be", () => {
    using directory = ambiguous();
    const path = directory.at("wtmp");
    const wtmp = new Wtmp(path);
    expect(json(wtmp)).toMatchObject([{ user: "alice", time: "2004-09-11T00:13:54.000000Z" }]);
    expect(wtmp.problems).toEqual([problemOf(path)]);
    using open = new UtmpFile(path);
    expect(open.problems).toEqual([problemOf(path)]);
    const named = new Wtmp({ path, layout: "openbsd-utmp-300-be" });
    expect(json(named)).toMatchObject([{ user: "alice", time: "2005-03-24T22:42:09.000000Z" }]);
    expect(named.problems).toEqual([]);
  });

  test("makes dump exit with 1, unless its layout is named", () => {
    using directory = ambiguous();
    const path = directory.at("wtmp");
    const { code, out, err } = runUtmpx(["dump", "--ndjson", path]);
    expect({ code, err }).toEqual({ code: 1, err: `utmpx: ${problemOf(path).message}\n` });
    expect(JSON.parse(out)).toMatchObject({ user: "alice" });
    const named = runUtmpx(["dump", "--ndjson", "--layout", "openbsd-utmp-300-le", path]);
    expect(named).toEqual({ code: 0, out, err: "" });
  });
});

describe("a file of something else", () => {
  test("is refused, with what it looks like", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.zip");
    writeFileSync(path, `PK\x03\x04${"\0".repeat(26)}wtmp`);
    const message = (wanted: string): string =>
      `Cannot decode "${path}": it looks like a zip archive, and records of ${wanted} are wanted`;
    for (const [database, wanted] of [
      ["utmp", "logins"],
      ["wtmp", "logins"],
      ["btmp", "logins"],
      ["lastlog", "last logins"],
    ] as const) {
      const view = viewOf(database, { path });
      for (const read of [(): unknown => [...view], (): unknown => view.layout]) {
        const error = caught(read);
        expect(error).toBeInstanceOf(RecordFormatError);
        expect(error).toMatchObject({ message: message(wanted), code: "ERR_RECORD_FORMAT" });
      }
    }
    expect(caught(() => new UtmpFile(path))).toEqual(new RecordFormatError(message("logins")));
  });

  test.each(LASTLOG_KINDS.filter(({ layout }) => !IS_BOTH.test(layout)))(
    "$name: is none of logins",
    (kind) => {
      const file = fileOf(kind);
      using directory = inDirectory(file);
      const path = directory.at("file");
      const { layout } = new Lastlog(path);
      expect(areEqual(file, layout, kind.layout)).toBe(true);
      const message = `Cannot decode "${path}": it looks like ${layout} records, and records of logins are wanted`;
      expect(caught(() => [...new Wtmp(path)])).toEqual(new RecordFormatError(message));
    },
  );

  test.each(LOGIN_KINDS.filter(({ layout }) => !IS_BOTH.test(layout)))(
    "$name: is none of last logins",
    (kind) => {
      using directory = inDirectory(fileOf(kind));
      const path = directory.at("file");
      const { layout } = new Wtmp(path);
      const message = `Cannot decode "${path}": it looks like ${layout} records, and records of last logins are wanted`;
      expect(caught(() => [...new Lastlog(path)])).toEqual(new RecordFormatError(message));
    },
  );
});

describe("a file that shows nothing", () => {
  test.each([
    ["that is empty", 0],
    ["of one zero", 1],
    ["of zeros", 3840],
    ["of a hole", 40_000_000],
  ])("%s has the layouts of this machine", (_, size) => {
    using directory = new TemporaryDirectory();
    const path = directory.at("file");
    writeFileSync(path, "");
    truncateSync(path, size);
    const { files } = hostPlatform();
    for (const database of ["utmp", "wtmp", "btmp", "lastlog"] as const) {
      const layout = files[database];
      const name = layoutName({ layout, endian: layout.endian ?? hostEndian });
      const view = viewOf(database, { path, limit: 10 });
      expect([database, view.layout]).toEqual([database, name]);
      const [first] = view;
      const isRecord = database !== "lastlog" && size >= layout.size;
      expect(first?.toJSON()).toEqual(
        isRecord ? expect.objectContaining({ type: "EMPTY", user: "", micros: 0 }) : undefined,
      );
    }
  });
});
