import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { Btmp } from "../../src/views/btmp.ts";
import { recordBytes } from "../records.ts";
import { modelCounts, randomFailures, type Failure } from "../sessions/failure-records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const SEED = 20261126;
const SERVER = { root: "test/fixtures/server" };

describe("failures", () => {
  test("are the entries of the file but for its free slots", () => {
    const failures = randomFailures(1000, SEED);
    using directory = new TemporaryDirectory();
    const records = failures.flatMap(({ record }, i) => (i % 9 === 0 ? [{}, record] : [record]));
    writeFileSync(directory.at("btmp"), recordBytes(records));
    const btmp = new Btmp({ path: directory.at("btmp"), layout: "linux-glibc-384-le" });
    const entries = [...btmp].filter(({ type }) => type !== "EMPTY");
    expect([...btmp.failures()]).toEqual(entries);
    expect(entries.map(({ micros }) => micros)).toEqual(failures.map(({ micros }) => micros));
    expect([...btmp.failures({ reverse: true })]).toEqual(entries.toReversed());
    for (const limit of [0, 1, 300, 2000]) {
      const last = limit === 0 ? [] : entries.slice(-limit);
      expect([...btmp.failures({ limit })]).toEqual(last);
      expect([...btmp.failures({ limit, reverse: true })]).toEqual(last.toReversed());
    }
    expect([...new Btmp({ path: directory.at("btmp"), limit: 4 }).failures()]).toEqual(
      entries.slice(-4),
    );
  });

  test("a limit of the view is that of the failures, and another takes its place", () => {
    const btmp = new Btmp({ ...SERVER, limit: 2 });
    expect([...btmp.failures({ user: "root" })].map(({ offset }) => offset)).toEqual([
      22_656, 23_424,
    ]);
    expect([...btmp.failures({ user: "root", limit: 3 })]).toHaveLength(3);
    expect(btmp.countBy("day")).toMatchObject([{ key: "2026-11-20", count: 2 }]);
  });

  test("a limit that is not given, by whatever way, is that of the view", () => {
    const btmp = new Btmp({ ...SERVER, limit: 2 });
    // A program without exactOptionalPropertyTypes can say so.
    const options: object = { limit: undefined };
    expect([...btmp.failures(options)]).toHaveLength(2);
    expect(btmp.countBy("day", options)).toMatchObject([{ key: "2026-11-20", count: 2 }]);
  });

  test("begin anew each time, and say what could not be decoded", () => {
    using directory = new TemporaryDirectory();
    const bytes = recordBytes([
      { type: "LOGIN_PROCESS", user: "root", line: "tty1", seconds: 1e9 },
    ]);
    writeFileSync(directory.at("btmp"), Buffer.concat([bytes, Buffer.from("torn")]));
    const btmp = new Btmp({ path: directory.at("btmp"), layout: "linux-glibc-384-le" });
    for (const _ of [1, 2]) {
      for (const options of [{}, { limit: 1 }, { reverse: true }]) {
        expect([...btmp.failures(options)]).toHaveLength(1);
        expect(btmp.problems.map(({ kind }) => kind)).toEqual(["torn-tail"]);
      }
    }
  });

  test("stop when they are told to", () => {
    const controller = new AbortController();
    const btmp = new Btmp({ ...SERVER, signal: controller.signal });
    const failures = btmp.failures();
    failures.next();
    controller.abort(new Error("enough"));
    expect(() => failures.next()).toThrow("enough");
    expect(() => btmp.countBy("user")).toThrow("enough");
  });
});

describe("countBy", () => {
  test("counts a file as the model does, in files of any order", () => {
    const failures = randomFailures(1000, SEED);
    using directory = new TemporaryDirectory();
    const [half, rest] = [failures.slice(0, 500), failures.slice(500)];
    for (const [name, part] of [
      ["a", half],
      ["b", rest],
    ] as const) {
      writeFileSync(directory.at(name), recordBytes(part.map(({ record }) => record)));
    }
    const path = [directory.at("a"), directory.at("b")];
    const btmp = new Btmp({ path, layout: "linux-glibc-384-le" });
    const model = modelCounts(failures, ({ network }: Failure) => network);
    const counted = btmp.countBy("network").map(({ key, count, users }) => [key, { count, users }]);
    const wanted = Array.from(model, ([key, { count, users }]) => [key, { count, users }]);
    expect(counted.toSorted()).toEqual(wanted.toSorted());
  });

  test("takes filters, and a zone by its name", () => {
    const btmp = new Btmp(SERVER);
    const filter = { address: "2001:db8:bad::/48", since: new Date("2026-11-18T20:00:00Z") };
    const zone = "America/New_York";
    expect(btmp.countBy("day", { ...filter, zone })).toEqual([
      {
        key: "2026-11-19",
        count: 2,
        first: "2026-11-20T01:59:09.000000Z",
        last: "2026-11-20T03:09:52.000000Z",
        users: 2,
        addresses: 1,
      },
    ]);
    expect(btmp.countBy("day", filter).map(({ key }) => key)).toEqual(["2026-11-20"]);
    expect(btmp.countBy("hour", { top: 1 })).toMatchObject([{ key: "2026-11-14T13", count: 2 }]);
  });
});

describe("what can't be meant is refused", () => {
  const btmp = new Btmp(SERVER);
  test.each([
    [{ usr: "root" }, TypeError],
    [{ asOf: new Date() }, TypeError],
    [{ user: 7 }, TypeError],
    [{ since: "yesterday" }, TypeError],
    [{ since: new Date(Number.NaN) }, RangeError],
    [{ since: new Date(2), until: new Date(1) }, RangeError],
    [{ limit: -1 }, RangeError],
    [{ address: "192.0.2.7/24" }, RangeError],
    [{ reverse: 1 }, TypeError],
    [{ top: 3 }, TypeError],
  ])("failures(%p)", (options, Kind) => {
    // What a program in JavaScript can do.
    expect(() => Reflect.apply(btmp.failures, btmp, [options])).toThrow(Kind);
  });

  test.each([
    ["colour", {}, RangeError],
    ["toString", {}, RangeError],
    ["day", { zone: "Mars/Base" }, RangeError],
    ["day", { zone: 7 }, TypeError],
    ["day", { zone: null }, TypeError],
    ["day", { top: -1 }, RangeError],
    ["day", { top: 1.5 }, RangeError],
    ["day", { reverse: true }, TypeError],
    ["day", { user: null }, TypeError],
  ])("countBy(%p, %p)", (key, options, Kind) => {
    expect(() => Reflect.apply(btmp.countBy, btmp, [key, options])).toThrow(Kind);
  });
});
