import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { OffsetCache } from "../src/offset-cache.ts";

const SEED = 20261122;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Offsets from these instants on, 0 before, and how often they were asked for. */
class Clock {
  reads = 0;
  readonly #changes: readonly (readonly [from: number, offset: number | null])[];

  constructor(...changes: readonly (readonly [number, number | null])[]) {
    this.#changes = changes;
  }

  readonly read = (seconds: number): number | null => {
    this.reads++;
    const change = this.#changes.findLast(([from]) => from <= seconds);
    return change === undefined ? 0 : change[1];
  };
}

describe("OffsetCache", () => {
  test("is right at every second around a change, wherever it lies", () => {
    const times = fc.array(fc.integer({ min: -20 * HOUR, max: 20 * HOUR }), { minLength: 1 });
    const check = fc.property(
      fc.integer({ min: 1e9, max: 1e9 + DAY }),
      fc.constantFrom(3600, -1, 5400, null, 2 ** 31 - 1, 2 ** 31 - 2, -(2 ** 31), 2 ** 40),
      times,
      (change, offset, distances) => {
        const clock = new Clock([change, offset], [change + 2 * DAY, 0]);
        const cache = new OffsetCache(clock.read);
        for (const distance of [...distances, -1, 0, 2 * DAY - 1, 2 * DAY]) {
          const time = change + distance;
          expect(cache.offsetAt(time)).toBe(clock.read(time));
        }
      },
    );
    fc.assert(check, { seed: SEED, numRuns: 1000 });
  });

  test("asks for a million instants of a year no more than some thousand times", () => {
    const clock = new Clock([1.7e9, 7200], [1.71e9, 3600]);
    const cache = new OffsetCache(clock.read);
    for (let i = 0; i < 1e6; i++) cache.offsetAt(1.69e9 + i * 30);
    expect(clock.reads).toBeLessThan(10_000);
  });

  test("asks again for what it has forgotten, and is right", () => {
    const clock = new Clock([0, 3600]);
    const cache = new OffsetCache(clock.read);
    for (let day = -20_000; day < 20_000; day++) {
      expect(cache.offsetAt(day * DAY)).toBe(day < 0 ? 0 : 3600);
    }
    const before = clock.reads;
    expect(cache.offsetAt(-20_000 * DAY)).toBe(0);
    expect(clock.reads).toBeGreaterThan(before);
  });

  test("remembers that there is no offset", () => {
    const clock = new Clock([0, null]);
    const cache = new OffsetCache(clock.read);
    expect([1, 2, 3, 4].map((hour) => cache.offsetAt(100 * DAY + hour * HOUR))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(clock.reads).toBe(2);
  });
});

const DATABASE = "/usr/share/zoneinfo";

/** When a zone's offset changes, and from what to what: tzfile(5). */
function changesOf(bytes: Buffer): { at: number; from: number; to: number }[] {
  const header = (at: number): number[] =>
    Array.from({ length: 6 }, (_, i) => bytes.readUInt32BE(at + 20 + i * 4));
  const [isUt = 0, isStd = 0, leaps = 0, times = 0, types = 0, chars = 0] = header(0);
  const second = 44 + times * 5 + types * 6 + chars + leaps * 8 + isStd + isUt;
  const count = header(second)[3] ?? 0;
  const start = second + 44;
  const offset = (type: number): number => bytes.readInt32BE(start + count * 9 + type * 6);
  let from = offset(0);
  return Array.from({ length: count }, (_, i) => {
    const at = Number(bytes.readBigInt64BE(start + i * 8));
    const change = { at, from, to: offset(bytes[start + count * 8 + i] ?? 0) };
    from = change.to;
    return change;
  }).filter((change) => change.from !== change.to);
}

const hasDatabase = existsSync(DATABASE) || process.env["CI"] !== undefined;
if (!hasDatabase) console.log(`skipping the tz database: ${DATABASE} is not here`);

test.skipIf(!hasDatabase)(
  "no zone of the tz database changes its offset and changes it back within days",
  () => {
    const files = readdirSync(DATABASE, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("/right"))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
      .filter((bytes) => bytes.toString("latin1", 0, 4) === "TZif");
    const shortest = files.map((bytes) => {
      const changes = changesOf(bytes);
      return changes.reduce((least, { at, to }, i) => {
        const previous = changes[i - 1];
        return previous?.from === to ? Math.min(least, at - previous.at) : least;
      }, Number.POSITIVE_INFINITY);
    });
    expect(files.length).toBeGreaterThan(300);
    expect(Math.min(...shortest)).toBeGreaterThan(3 * DAY);
  },
);
