// However a wtmp is cut, compressed and named, and in whatever order its files are: it is read and
// paired as though it had never been rotated.

import { expect, test } from "bun:test";
import fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Session, type RecordPlace } from "../../src/sessions/session.ts";
import type { UtmpView } from "../../src/views/utmp-view.ts";
import type { ViewOptions } from "../../src/views/view-options.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const SEED = 20_260_802;
const RUNS = 200;
const SIZE = linuxGlibc384.size;
const START = 1_700_000_000;
const DAY = 86_400;

const PACKINGS = ["gzip", "zstd", "xz", "bzip2"].filter((name) => Bun.which(name) !== null);
if (PACKINGS.length < 4 && process.env["CI"] !== undefined)
  throw new Error(`CI has only ${PACKINGS.join(", ")}`);
const ENDINGS: Readonly<Record<string, string>> = {
  gzip: ".gz",
  zstd: ".zst",
  xz: ".xz",
  bzip2: ".bz2",
};

/** How the files are named, by how many there are behind one; none is the one that is written now. */
const NAMES: Readonly<Record<string, (behind: number) => string>> = {
  numbers: (behind) => `wtmp.${behind}`,
  dates: (behind) => `wtmp-${dateOf(behind)}`,
  instants: (behind) => `wtmp-${dateOf(behind)}-${START - behind * DAY}`,
  // The older ones were made before somebody took dateext out of logrotate.conf.
  both: (behind) => (behind > 2 ? `wtmp-${dateOf(behind)}` : `wtmp.${behind}`),
  none: (behind) => `from-host-${String.fromCharCode(97 + ((behind * 7) % 26))}.log`,
};

function dateOf(behind: number): string {
  return new Date((START - behind * DAY) * 1000).toISOString().slice(0, 10).replaceAll("-", "");
}

const event = fc.record({
  what: fc.constantFrom("login", "login", "login", "logout", "logout", "boot", "shutdown", "clock"),
  line: fc.integer({ min: 0, max: 3 }),
  pid: fc.integer({ min: 100, max: 104 }),
  seconds: fc.integer({ min: 1, max: 5000 }),
});

type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

/** What init, login and ntpd write; time goes on from one to the next. */
function recordsOf(events: readonly Event[]): TestRecord[] {
  let seconds = START;
  return events.map(({ what, line, pid, seconds: later }): TestRecord => {
    seconds += later;
    const place = { line: `pts/${line}`, id: `ts/${line}`, pid, seconds };
    switch (what) {
      case "login":
        return { type: "USER_PROCESS", user: `user${pid}`, host: "192.0.2.9", ...place };
      case "logout":
        return { type: "DEAD_PROCESS", ...place };
      case "boot":
        return { type: "BOOT_TIME", user: "reboot", line: "~", id: "~~", seconds };
      case "shutdown":
        return { type: "RUN_LVL", user: "shutdown", line: "~", id: "~~", pid: 0x30, seconds };
      default:
        return { type: later % 2 === 0 ? "OLD_TIME" : "NEW_TIME", line: "|", seconds };
    }
  });
}

const history = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 60 }),
  cuts: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 }),
  scheme: fc.constantFrom(...Object.keys(NAMES)),
  packings: fc.array(fc.constantFrom(null, ...PACKINGS), { minLength: 7, maxLength: 7 }),
  order: fc.array(fc.integer(), { minLength: 7, maxLength: 7 }),
  isDirectory: fc.boolean(),
  newest: fc.integer({ min: 0, max: 70 }),
});

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

/** A rotated wtmp, and where each of its files begins in the whole. */
interface Rotated {
  readonly path: string | readonly string[];
  readonly starts: ReadonlyMap<string, number>;
}

/** Cuts a wtmp and leaves its parts in a directory of their own. */
function rotate(
  directory: string,
  bytes: Uint8Array,
  { cuts, scheme, packings, order, isDirectory }: History,
): Rotated {
  const count = bytes.length / SIZE;
  const borders = [0, ...cuts.map((cut) => Math.round((cut * count) / 20)), count].sort(
    (a, b) => a - b,
  );
  const parts = borders.slice(1).map((end, i) => ({ from: borders[i] ?? 0, end }));
  const starts = new Map<string, number>();
  mkdirSync(directory);
  for (const [i, { from, end }] of parts.entries()) {
    const behind = parts.length - 1 - i;
    const plain = behind === 0 && scheme !== "none" ? "wtmp" : (NAMES[scheme]?.(behind) ?? "");
    const packing = packings[i] ?? null;
    const content = bytes.subarray(from * SIZE, end * SIZE);
    const path = `${directory}/${plain}${packing === null ? "" : ENDINGS[packing]}`;
    writeFileSync(path, packing === null ? content : packed(packing, content));
    starts.set(path, from * SIZE);
  }
  const shuffled = [...starts.keys()]
    .map((path, i) => ({ path, key: order[i] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ path }) => path);
  return { path: isDirectory && scheme !== "none" ? directory : shuffled, starts };
}

function packed(packing: string, bytes: Uint8Array): Uint8Array {
  return Bun.spawnSync([packing, "-c"], { stdin: bytes }).stdout;
}

test("a rotated wtmp is read and paired as the whole of it", () => {
  using directory = new TemporaryDirectory();
  let run = 0;
  const check = fc.property(history, (one) => {
    run++;
    const bytes = recordBytes(recordsOf(one.events));
    const whole = directory.at(`whole-${run}`);
    writeFileSync(whole, bytes);
    const { path, starts } = rotate(directory.at(`${run}`), bytes, one);
    const named: ViewOptions = { layout: "linux-glibc-384-le" };
    const [all, rotated] = [new Wtmp({ ...named, path: whole }), new Wtmp({ ...named, path })];

    const wanted = rawOf(all);
    expect(rawOf(rotated)).toEqual(wanted);
    expect(rotated.problems).toEqual([]);
    expect(rawOf(rotated, rotated.reversed())).toEqual(wanted.toReversed());
    expect(rawOf(rotated, rotated.newest(one.newest))).toEqual(rawOf(all, all.newest(one.newest)));
    expect(rawOf(rotated, rotated.newestRecords(one.newest))).toEqual(
      rawOf(all, all.newest(one.newest)),
    );
    expect(rotated.extent()).toEqual(all.extent());

    /** Sessions with the places of their records in the whole. */
    const sessionsOf = (view: Wtmp): unknown[] => {
      const place = (at: RecordPlace | null): number | null =>
        at && (starts.get(at.path) ?? 0) + at.offset;
      return [...view.pair()].flat().map((fields) => ({
        ...new Session(fields).toJSON(),
        loginAt: place(fields.loginAt),
        logoutAt: place(fields.logoutAt),
      }));
    };
    expect(sessionsOf(rotated)).toEqual(sessionsOf(all));
    expect(rotated.unmatchedLogouts).toBe(all.unmatchedLogouts);
  });
  fc.assert(check, { seed: SEED, numRuns: RUNS });
}, 60_000);

function rawOf(view: UtmpView, entries: Iterable<{ raw(): Uint8Array | null }> = view): string[] {
  return Array.from(entries, (entry) => entry.raw()?.toHex() ?? "");
}
