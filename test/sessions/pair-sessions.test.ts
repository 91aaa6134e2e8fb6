import { describe, expect, test } from "bun:test";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { entryOf, type UtmpEntry } from "../../src/entry.ts";
import { UtmpReader } from "../../src/reader.ts";
import { AsOf } from "../../src/sessions/as-of.ts";
import { pairSessions, type HistoryPart } from "../../src/sessions/pair-sessions.ts";
import type { SessionFields } from "../../src/sessions/session.ts";
import { SessionPairer } from "../../src/sessions/session-pairer.ts";
import { randomNumbers } from "../bench/random.ts";
import { recordBytes, type TestRecord } from "../records.ts";

const SEED = 20261130;
const PATH = "/var/log/wtmp";
const COUNT = 2000;

/** Logins and logouts on a few lines, and boots, which end many sessions at once. */
function history(count: number): UtmpEntry[] {
  const below = randomNumbers(SEED);
  const records = Array.from({ length: count }, (_, i): TestRecord => {
    const line = `pts/${below(40)}`;
    const seconds = 1_700_000_000 + i;
    if (below(200) === 0) return { type: "BOOT_TIME", user: "reboot", line: "~", seconds };
    return below(3) === 0
      ? { type: "DEAD_PROCESS", line, seconds }
      : { type: "USER_PROCESS", user: `user${below(9)}`, line, seconds };
  });
  const { size } = linuxGlibc384;
  const chunk = new Chunk(recordBytes(records), size, 0, "file");
  const reader = new UtmpReader(linuxGlibc384, "little");
  return records.map((_, i) => entryOf(reader.read(chunk, i * size)));
}

function partOf(path: string, entries: readonly UtmpEntry[]): HistoryPart {
  return { path, layout: linuxGlibc384, entries, content: null };
}

/** One after the other. */
function expectedOf(entries: readonly UtmpEntry[]): SessionFields[] {
  const pairer = new SessionPairer();
  const ended = entries.flatMap((entry) => pairer.add(entry, PATH, linuxGlibc384));
  return [...ended, ...pairer.end(() => "unknown")];
}

function paired(parts: readonly HistoryPart[], most?: number): (readonly SessionFields[])[] {
  const presence = {
    recordEnd: () => "gone" as const,
    ofRows: () => ({ openEnd: () => "gone" as const, isStillThere: () => false }),
  };
  const asOf = new AsOf(undefined, false);
  return [...pairSessions(new SessionPairer(), parts, asOf, presence, most)];
}

describe("the sessions of a history", () => {
  const entries = history(COUNT);
  const parts = [partOf(PATH, entries.slice(0, 777)), partOf(PATH, entries.slice(777))];

  test("are each given once, in the order in which they end", () => {
    expect(paired(parts).flat()).toEqual(expectedOf(entries));
  });

  test("are few at a time, but for those that end together", () => {
    const given = paired([partOf(PATH, entries)]).slice(0, -2);
    expect(given.length).toBeGreaterThan(COUNT / 40);
    expect(Math.max(...given.map(({ length }) => length))).toBeLessThan(64);
  });

  test.each([0, 1, 500, 777, 778, COUNT, COUNT + 1])(
    "are those of the first %p records",
    (most) => {
      expect(paired(parts, most).flat()).toEqual(expectedOf(entries.slice(0, most)));
    },
  );
});
