import { describe, expect, test } from "bun:test";
import { freebsdFutx197, freebsdUtmp44 } from "../../platforms/freebsd.ts";
import { illumosFutmpx372, illumosTypes } from "../../platforms/illumos.ts";
import { linuxGlibc384, linuxGlibc400 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { IanaZone } from "../../src/iana-zone.ts";
import type { UtmpLayout } from "../../src/layout.ts";
import { UtmpReader } from "../../src/reader.ts";
import type { RecordType } from "../../src/record-types.ts";
import { ConnectTime } from "../../src/sessions/connect-time.ts";
import type { ConnectTimeOptions } from "../../src/sessions/connect-time-events.ts";
import type { Zone } from "../../src/zone.ts";
import { recordBytes, type TestRecord } from "../records.ts";

const HOUR = 3600;
/** 2026-11-20T12:00:00Z: the seconds of the records below count from here. */
const NOON = 1_795_176_000;
const UTC = new IanaZone("UTC");
const HALT = 0x30;

const USUAL: ConnectTimeOptions = {
  zone: UTC,
  users: new Set(),
  daily: false,
  allDays: false,
  reboots: false,
  supplants: false,
  timewarps: false,
  leniency: 60,
  suspicious: 31_536_000,
};

/** Hours of each user in each day, and what was told of records. */
interface Counted {
  readonly days: Record<string, number>[];
  readonly problems: string[];
  readonly uncounted: number;
}

function count(
  records: readonly TestRecord[],
  options: Partial<ConnectTimeOptions> = {},
  { layout = linuxGlibc384, now = 0 }: { layout?: UtmpLayout; now?: number } = {},
): Counted {
  const days: Record<string, number>[] = [];
  const problems: string[] = [];
  const time = new ConnectTime(
    { ...USUAL, ...options },
    {
      times: ({ users }) =>
        days.push(Object.fromEntries(users.map(({ user, seconds }) => [user, seconds / HOUR]))),
      problem: ({ kind }) => problems.push(kind),
    },
  );
  const endian = layout.endian ?? "little";
  const chunk = new Chunk(recordBytes(records, layout, endian), layout.size, 0, "file");
  const reader = new UtmpReader(layout, endian);
  records.forEach((_, i) => time.add(reader.read(chunk, i * layout.size), layout));
  time.end(now);
  // The first record is a time warp: it is far from 1970.
  return { days, problems: problems.slice(1), uncounted: time.uncounted };
}

function login(user: string, line: string, hours: number): TestRecord {
  return { type: "USER_PROCESS", user, line, id: line.slice(-4), seconds: NOON + hours * HOUR };
}

function dead(line: string, hours: number): TestRecord {
  return { type: "DEAD_PROCESS", line, id: line.slice(-4), seconds: NOON + hours * HOUR };
}

function system(type: TestRecord["type"] & string, user: string, hours: number): TestRecord {
  return { type, user, line: "~", seconds: NOON + hours * HOUR };
}

/** FreeBSD has numbers of its own for types, and microseconds alone. */
function onFreebsd(record: TestRecord, type: RecordType): TestRecord {
  const { seconds, ...fields } = record;
  const microseconds = Number(seconds) * 1e6;
  return { ...fields, type: freebsdFutx197.types.indexOf(type), microseconds };
}

/** The total of a user at the end. */
function hoursOf(user: string, ...given: Parameters<typeof count>): number | undefined {
  return count(...given).days.at(-1)?.[user];
}

test("counts from a login to the logout on its line", () => {
  const records = [login("bob", "pts/0", 0), login("ann", "pts/1", 1), dead("pts/0", 2)];
  expect(count([...records, dead("pts/1", 2.5)]).days).toEqual([{ bob: 2, ann: 1.5 }]);
});

test("counts open logins up to now, and no further than the last record if that is later", () => {
  const records = [login("bob", "pts/0", 0)];
  expect(hoursOf("bob", records, {}, { now: NOON + 3 * HOUR })).toBe(3);
  expect(hoursOf("bob", [...records, dead("pts/1", 1)], {}, { now: NOON })).toBe(1);
});

test("counts only the users who are asked for", () => {
  const records = [login("bob", "pts/0", 0), login("ann", "pts/1", 0), dead("pts/0", 1)];
  const { days } = count([...records, dead("pts/1", 1)], { users: new Set(["ann", "carl"]) });
  expect(days).toEqual([{ ann: 1 }]);
});

describe("days", () => {
  test("begin at midnight of the zone", () => {
    const records = [login("bob", "pts/0", 0), dead("pts/0", 24)];
    // The day before the first record's warp is told, too.
    expect(count(records, { daily: true }).days).toEqual([{}, { bob: 12 }, { bob: 12 }]);
    const kolkata = { daily: true, zone: new IanaZone("Asia/Kolkata") };
    expect(count(records, kolkata).days).toEqual([{}, { bob: 6.5 }, { bob: 17.5 }]);
  });

  test("have the midnight at their end", () => {
    const records = [login("bob", "pts/0", 0), dead("pts/0", 12)];
    expect(count(records, { daily: true }).days).toEqual([{}, { bob: 12 }]);
  });

  test("begin before 1970, too", () => {
    const start = -NOON / HOUR - 1;
    const records = [login("bob", "pts/0", start), dead("pts/0", start + 3)];
    const options = { daily: true, zone: UTC, suspicious: 2 * NOON };
    const { days } = count(records, options, { layout: freebsdUtmp44 });
    expect(days).toEqual([{}, { bob: 1 }, { bob: 2 }]);
  });

  test("without records count for the next that has some, or for themselves", () => {
    const records = [login("bob", "pts/0", 0), dead("pts/0", 72)];
    expect(count(records, { daily: true }).days).toEqual([{}, { bob: 12 }, { bob: 60 }]);
    const all = count(records, { daily: true, allDays: true }).days;
    expect(all).toEqual([{}, { bob: 12 }, { bob: 24 }, { bob: 24 }, { bob: 12 }]);
  });

  test.each([
    ["Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", [12, 23.5, 24]],
    ["Australia/Lord_Howe", "2026-04-04T12:00:00+11:00", [12, 24.5, 24]],
    ["America/St_Johns", "2026-03-07T12:00:00-03:30", [12, 23, 24]],
    ["America/St_Johns", "2026-10-31T12:00:00-02:30", [12, 25, 24]],
    ["America/Sao_Paulo", "2018-11-03T12:00:00-03:00", [12, 23, 24]],
    ["America/Sao_Paulo", "2018-02-17T12:00:00-02:00", [13, 24, 24]],
  ])("in %s from %s take %p hours", (name, noon, hours) => {
    const start = (Date.parse(noon) / 1000 - NOON) / HOUR;
    const records = [login("bob", "pts/0", start), dead("pts/0", start + 80)];
    const { days } = count(records, { daily: true, allDays: true, zone: new IanaZone(name) });
    expect(days.slice(1, 4).map(({ bob }) => bob)).toEqual(hours);
  });

  test("go on over one that there was not", () => {
    // Samoa went from 29 to 31 December 2011: ac(8) 6.6.4 never ends there.
    const start = (Date.parse("2011-12-29T12:00:00-10:00") / 1000 - NOON) / HOUR;
    const records = [login("bob", "pts/0", start), dead("pts/0", start + 24)];
    const samoa = new IanaZone("Pacific/Apia");
    const before: Zone = {
      name: "the midnight that was not is that of the day before",
      offsetAt: (seconds) => samoa.offsetAt(seconds),
      instantOf(local) {
        const instant = samoa.instantOf(local);
        const skipped = Date.parse("2011-12-30T00:00:00Z") / 1000;
        return local === skipped && instant !== null ? instant - 24 * HOUR : instant;
      },
    };
    for (const zone of [samoa, before]) {
      expect(count(records, { daily: true, zone }).days).toEqual([{}, { bob: 12 }, { bob: 12 }]);
    }
  });
});

describe("what does not count unless it is asked for", () => {
  const rebooted = [login("bob", "pts/0", 0), system("BOOT_TIME", "reboot", 13)];
  const replaced = [login("bob", "pts/0", 0), login("ann", "pts/0", 2), dead("pts/0", 3)];
  const warped = [login("bob", "pts/0", 0), dead("pts/9", -1)];

  test("time before a boot, but for what midnight has counted", () => {
    expect(count(rebooted).days).toEqual([{ bob: 12 }]);
    expect(count(rebooted, { reboots: true }).days).toEqual([{ bob: 13 }]);
  });

  test("time before the next login on the line", () => {
    expect(count(replaced)).toMatchObject({ days: [{ ann: 1 }], problems: ["duplicate"] });
    expect(count(replaced, { supplants: true }).days).toEqual([{ bob: 2, ann: 1 }]);
  });

  test("time before a time warp, and then up to midnight", () => {
    expect(count(warped)).toMatchObject({ days: [{}], problems: ["time warp", "missing login"] });
    expect(count(warped, { timewarps: true }).days).toEqual([{ bob: 12 }]);
  });
});

test("a record is a time warp beyond what is allowed", () => {
  const after = (hours: number, options: Partial<ConnectTimeOptions>): readonly string[] =>
    count([dead("", 0), dead("", hours)], options).problems;
  expect(after(-1, { leniency: HOUR })).toEqual([]);
  expect(after(-1, { leniency: HOUR - 1 })).toEqual(["time warp"]);
  expect(after(1, { suspicious: HOUR })).toEqual([]);
  expect(after(1, { suspicious: HOUR - 1 })).toEqual(["time warp"]);
});

test("a clock that was set takes no time", () => {
  const set = [system("OLD_TIME", "date", 1), system("NEW_TIME", "date", 6)];
  const records = [login("bob", "pts/0", 0), ...set, dead("pts/0", 7)];
  expect(count(records)).toMatchObject({ days: [{ bob: 2 }], problems: [] });
  expect(count([...set, ...set.slice(1)]).problems).toEqual(["unpaired time"]);
});

test("negative time is an error", () => {
  const records = [login("bob", "pts/0", 0), dead("pts/0", -0.01)];
  expect(() => count(records)).toThrow("Cannot count -36 seconds from a login to its logout");
  // Those who are not counted are no exception.
  expect(() => count(records, { users: new Set(["ann"]) })).toThrow("-36 seconds");
});

describe("what a record is taken for", () => {
  const from = login("bob", "pts/0", 0);
  const ends = (record: TestRecord, layout?: UtmpLayout): boolean => {
    const last = dead("pts/9", 3);
    return hoursOf("bob", [from, record, last], {}, layout && { layout }) === 1;
  };
  const at = { seconds: NOON + HOUR };

  test("a shutdown ends all logins", () => {
    expect(ends({ ...system("RUN_LVL", "shutdown", 1) })).toBe(true);
    expect(ends({ ...system("BOOT_TIME", "shutdown", 1) })).toBe(true);
    expect(ends({ ...system("EMPTY", "shutdown", 1) })).toBe(true);
    expect(ends({ ...system("RUN_LVL", "runlevel", 1), pid: HALT })).toBe(true);
    expect(ends({ ...system("RUN_LVL", "runlevel", 1), pid: 0x3536 })).toBe(true);
    expect(ends({ ...system("RUN_LVL", "runlevel", 1), pid: 0x35 })).toBe(false);
  });

  test("a shutdown of other systems does", () => {
    const records = [onFreebsd(from, "USER_PROCESS"), onFreebsd(at, "SHUTDOWN_TIME")];
    expect(hoursOf("bob", records, {}, { layout: freebsdFutx197, now: NOON + 3 * HOUR })).toBe(1);
    const down = { ...at, type: illumosTypes.indexOf("DOWN_TIME"), line: "system down" };
    expect(ends(down, illumosFutmpx372)).toBe(true);
  });

  test("illumos has the run level in the exit status", () => {
    const level = { ...at, type: "RUN_LVL", line: "run-level 0", user: "x" } as const;
    expect(ends({ ...level, termination: HALT, pid: 1 }, illumosFutmpx372)).toBe(true);
    expect(ends({ ...level, termination: 0x33, pid: HALT }, illumosFutmpx372)).toBe(false);
  });

  test("a type that is none is a login or a logout, if there is a line", () => {
    expect(ends({ ...at, type: 99, line: "pts/0" })).toBe(true);
    expect(ends({ ...at, type: "EMPTY", line: "pts/0" })).toBe(true);
    expect(ends({ ...at, type: "USER_PROCESS", line: "pts/0" })).toBe(true);
    expect(ends({ ...at, type: "LOGIN_PROCESS", line: "pts/0" })).toBe(false);
    expect(hoursOf("ann", [{ ...from, user: "ann", type: 99 }, dead("pts/0", 1)])).toBe(1);
    expect(count([from, { ...at, type: 99, user: "ann" }]).problems).toEqual(["empty"]);
    expect(count([from, { ...at, type: "USER_PROCESS", user: "x" }]).problems).toEqual(["no line"]);
  });

  test("a logout without a line is that of its id on FreeBSD, and none on Linux", () => {
    expect(ends({ ...at, type: "DEAD_PROCESS", id: "ts/0" })).toBe(false);
    const records = [
      onFreebsd({ ...from, id: "abcdefgh" }, "USER_PROCESS"),
      onFreebsd({ ...at, id: "abcdefgh" }, "DEAD_PROCESS"),
    ];
    expect(hoursOf("bob", records, {}, { layout: freebsdFutx197, now: NOON + 3 * HOUR })).toBe(1);
  });
});

test("a time that no number holds is left out and told", () => {
  const records = [{ ...login("bob", "pts/0", 0) }, { ...dead("pts/0", 0), seconds: 2n ** 60n }];
  const counted = count(records, {}, { layout: linuxGlibc400, now: NOON + HOUR });
  expect(counted).toMatchObject({ days: [{ bob: 1 }], uncounted: 1 });
});
