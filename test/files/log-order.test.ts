import { describe, expect, test } from "bun:test";
import { oldestFirst } from "../../src/files/log-order.ts";

/** Puts files in order; those whose records begin somewhere say when, others must not be asked. */
function order(starts: Readonly<Record<string, number | null>>): string[] {
  const items = Object.keys(starts).map((place) => ({ place }));
  const ordered = oldestFirst(items, ({ place }) => {
    const start = starts[place];
    if (start == null) throw new Error(`${place} was looked into`);
    return start;
  });
  const names = ordered.map(({ place }) => place);
  expect(oldestFirst(items.toReversed(), ({ place }) => starts[place] ?? 0)).toEqual(ordered);
  return names;
}

describe("files of one log", () => {
  test("go by their numbers, the largest first, without being looked into", () => {
    const names = ["/l/wtmp.1", "/l/wtmp", "/l/wtmp.10.gz", "/l/wtmp.2.gz", "/l/wtmp.9"];
    expect(order(Object.fromEntries(names.map((name) => [name, null])))).toEqual([
      "/l/wtmp.10.gz",
      "/l/wtmp.9",
      "/l/wtmp.2.gz",
      "/l/wtmp.1",
      "/l/wtmp",
    ]);
  });

  test("go by their dates, however these are written", () => {
    const names = ["wtmp", "wtmp-20260301.gz", "wtmp-20260101-1767225600", "wtmp-2026-02-01.xz"];
    const places = names.map((name) => [`/l/${name}`, null] as const);
    expect(order(Object.fromEntries(places))).toEqual([
      "/l/wtmp-20260101-1767225600",
      "/l/wtmp-2026-02-01.xz",
      "/l/wtmp-20260301.gz",
      "/l/wtmp",
    ]);
  });

  test("go by their records where some have numbers and some dates, the one written now last", () => {
    const starts = {
      "/l/wtmp": 1,
      "/l/wtmp.1": 40,
      "/l/wtmp.2": 20,
      "/l/wtmp-20260101": 10,
      "/l/wtmp-20260201": 30,
    };
    expect(order(starts)).toEqual([
      "/l/wtmp-20260101",
      "/l/wtmp.2",
      "/l/wtmp-20260201",
      "/l/wtmp.1",
      "/l/wtmp",
    ]);
  });

  test("are not taken out of their order by a record with a wrong time", () => {
    const starts = {
      "/l/wtmp.3": 10,
      "/l/wtmp.2": 0,
      "/l/wtmp.1": 30,
      "/l/wtmp-20260101": 5,
      "/l/wtmp-20260201": 20,
    };
    expect(order(starts)).toEqual([
      "/l/wtmp-20260101",
      "/l/wtmp.3",
      "/l/wtmp.2",
      "/l/wtmp-20260201",
      "/l/wtmp.1",
    ]);
  });
});

describe("files without records", () => {
  /** Order of files that begin at these times; those with `null` hold nothing. */
  function places(starts: Readonly<Record<string, number | null>>): string[] {
    const items = Object.keys(starts).map((place) => ({ place }));
    const startOf = ({ place }: { readonly place: string }): number | null => starts[place] ?? null;
    return oldestFirst(items, startOf).map(({ place }) => place);
  }

  test("have no say in the order of those behind them", () => {
    const starts = {
      "/l/wtmp.3": null,
      "/l/wtmp.2": -10,
      "/l/wtmp-20260101": -5,
      "/l/wtmp-20260201": null,
      "/l/wtmp-20260301": 25,
      "/l/wtmp.1": 30,
    };
    expect(places(starts)).toEqual([
      "/l/wtmp.3",
      "/l/wtmp.2",
      "/l/wtmp-20260101",
      "/l/wtmp-20260201",
      "/l/wtmp-20260301",
      "/l/wtmp.1",
    ]);
  });

  test("come first where nothing tells their place", () => {
    expect(places({ "/a/two": 2, "/b/none": null, "/a/one": 1 })).toEqual([
      "/b/none",
      "/a/one",
      "/a/two",
    ]);
  });
});

describe("files of different logs", () => {
  test("go by their records, also those of one name in other directories", () => {
    const starts = { "/a/wtmp.1": 10, "/a/wtmp": 30, "/b/wtmp.1": 20, "/b/wtmp": 40, "/c/old": 25 };
    expect(order(starts)).toEqual(["/a/wtmp.1", "/b/wtmp.1", "/c/old", "/a/wtmp", "/b/wtmp"]);
  });

  test("that can't be looked into come first", () => {
    const starts = { "/a/one": 5, "/a/two": Number.NEGATIVE_INFINITY, "/a/three": 3 };
    expect(order(starts)).toEqual(["/a/two", "/a/three", "/a/one"]);
  });
});
