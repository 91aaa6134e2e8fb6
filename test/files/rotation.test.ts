import { describe, expect, test } from "bun:test";
import { rotationOf } from "../../src/files/rotation.ts";

const DAY = Date.UTC(2026, 0, 1) / 1000;

describe("the name of a rotated log", () => {
  test.each([
    ["wtmp", "wtmp", "current", 0],
    ["wtmp.1", "wtmp", "number", -1],
    ["wtmp.12", "wtmp", "number", -12],
    ["utx.log.0", "utx.log", "number", 0],
    ["wtmp-20260101", "wtmp", "date", DAY],
    ["wtmp.20260101", "wtmp", "date", DAY],
    ["wtmp-2026-01-01", "wtmp", "date", DAY],
    ["wtmp-2026010113", "wtmp", "date", DAY + 13 * 3600],
    ["wtmp-2026-01-01-13", "wtmp", "date", DAY + 13 * 3600],
    ["utx.log.20260101T120005", "utx.log", "date", DAY + 12 * 3600 + 5],
    ["wtmp-20260101-1767225700", "wtmp", "date", 1_767_225_700],
    ["wtmp-202601011767225700", "wtmp", "date", 1_767_225_700],
    ["wtmp-20260101131767225700", "wtmp", "date", 1_767_225_700],
    ["wtmp-20260101_120005", "wtmp", "date", DAY + 12 * 3600 + 5],
    ["wtmp-2026-01-01-12:00:05", "wtmp", "date", DAY + 12 * 3600 + 5],
    ["wtmp-2026-01", "wtmp", "date", DAY],
    ["wtmp-1767225700", "wtmp", "date", 1_767_225_700],
    // An instant whose digits could be those of a day in 1767.
    ["wtmp-1767010100", "wtmp", "date", 1_767_010_100],
    ["wtmp-202601", "wtmp", "date", DAY],
    // Nobody keeps two thousand files: it is a year.
    ["wtmp.2026", "wtmp", "date", DAY],
    ["web-01.example.org-20260101", "web-01.example.org", "date", DAY],
    // No rotated logs.
    ["wtmp.bak", "wtmp.bak", "current", 0],
    ["wtmp.lock", "wtmp.lock", "current", 0],
    ["wtmpdb", "wtmpdb", "current", 0],
    ["wtmp.db", "wtmp.db", "current", 0],
    ["wtmp~", "wtmp~", "current", 0],
    ["wtmp-20261301", "wtmp-20261301", "current", 0],
    ["wtmp.1.2", "wtmp.1", "number", -2],
    [".1", ".1", "current", 0],
  ] as const)("%s", (name, log, scheme, rank) => {
    expect(rotationOf(name)).toEqual({ log, scheme, rank, isPacked: false });
    for (const ending of ["gz", "bz2", "xz", "zst", "zstd", "Z"]) {
      expect(rotationOf(`${name}.${ending}`)).toEqual({ log, scheme, rank, isPacked: true });
    }
  });
});
