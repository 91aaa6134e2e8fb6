// Random files and options of ac(8), with what its accounting turns on: midnights, clocks that were
// set, time warps, lines that are taken over, boots and shutdowns, types that are none, and more
// users than its tables begin with.

import type { TestRecord } from "../records.ts";
import { pick, type Below } from "../bench/random.ts";

export interface AcCase {
  readonly files: readonly (readonly TestRecord[])[];
  /** Bytes behind the last record of each file. */
  readonly tail: number;
  /** Options without the files. */
  readonly options: readonly string[];
  readonly users: readonly string[];
}

/** Around these days clocks are set in one of the zones, and around the last they are not. */
const DAYS = ["2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01", "2033-05-18"];
const DAY = 86_400;
const STEPS = [1, 60, 450, 3600, 20_000, 86_400, 200_000];
const JUMPS = [-30, -59, -60, -61, -5000, -3 * DAY, 31_535_999, 31_536_001, 5_000_000];
const SET_CLOCK = [-5000, -50, -1, 0, 1, 100, 90_000];
/** The low byte is the level: 0 and 6 end all logins. */
const LEVELS = [0x30, 0x36, 0x32, 0x35, 0x3330, 0x3033, -1, 0];
const MAX_SECONDS = 2 ** 31 - 2 * 31_536_001;

/** A chance of one in so many. */
type Chance = (oneIn: number) => boolean;

export function acCase(below: Below): AcCase {
  const chance: Chance = (oneIn) => below(oneIn) === 0;
  const users = texts(below, pick([2, 3, 5, 8, 20, 90], below), ["u"]);
  const lines = texts(below, pick([1, 2, 4, 6, 12, 45], below), [
    "tty",
    "pts/",
    ":",
    "~",
    "|",
    "{",
  ]);
  const records = randomRecords(below, chance, users, lines);
  const count = pick([1, 1, 1, 2, 3], below);
  const files = Array.from({ length: count }, (_, i) =>
    records.slice(
      Math.floor((i * records.length) / count),
      Math.floor(((i + 1) * records.length) / count),
    ),
  );
  return {
    files,
    tail: chance(10) ? below(384) : 0,
    options: randomOptions(below, chance),
    users: chance(5)
      ? [pick(users, below), pick(users, below)].filter((user) => typeof user === "string")
      : [],
  };
}

/** Names, some long and some that are no text. TABs and line feeds among them would pass for those of the tool. */
function texts(below: Below, count: number, prefixes: readonly string[]): (string | Uint8Array)[] {
  return Array.from({ length: count }, (_, i) => {
    const kind = below(8);
    if (kind === 0) {
      const bytes = Uint8Array.from({ length: 1 + below(32) }, () => 1 + below(255));
      return bytes.map((byte) => (byte === 0x09 || byte === 0x0a ? 0x0d : byte));
    }
    const name = `${pick(prefixes, below)}${i}`;
    return kind === 1 ? name.padEnd(1 + below(32), "x") : name;
  });
}

function randomRecords(
  below: Below,
  chance: Chance,
  users: readonly (string | Uint8Array)[],
  lines: readonly (string | Uint8Array)[],
): TestRecord[] {
  const [step, invalid, warps, clocks] = [
    pick(STEPS, below),
    pick([0, 0, 50, 5], below),
    pick([0, 0, 100, 10], below),
    pick([0, 50, 10], below),
  ];
  const records: TestRecord[] = [];
  let seconds = Date.parse(`${pick(DAYS, below)}T00:00:00Z`) / 1000 - 2 * DAY + below(3 * DAY);
  const add = (record: TestRecord): void => {
    records.push({ pid: below(70_000), seconds, microseconds: below(1_000_000), ...record });
  };
  for (let left = pick([0, 1, 3, 10, 30, 60, 150, 400], below); left > 0; left--) {
    seconds += warps > 0 && chance(warps) ? pick(JUMPS, below) : chance(3) ? 0 : below(step);
    if (chance(20)) seconds = Math.round(seconds / 450) * 450;
    if (seconds > MAX_SECONDS) seconds -= 2 * 31_536_000;
    const user = chance(30) ? pick(["", "reboot", "shutdown"], below) : pick(users, below);
    const line = chance(40) ? "" : pick(lines, below);
    if (clocks > 0 && chance(clocks)) {
      if (!chance(4)) add({ type: "OLD_TIME", line: pick(["|", "~", ""], below), user: "date" });
      if (chance(4)) seconds += below(step);
      seconds += pick(SET_CLOCK, below);
      if (!chance(4)) add({ type: chance(5) ? 7 : "NEW_TIME", line: pick(["{", "{x"], below) });
    } else if (invalid > 0 && chance(invalid)) {
      add({ type: pick([-1, 0, 9, 10, 11, 255, 300, 1 - 2 ** 15, below(9)], below), user, line });
    } else if (chance(25)) {
      add({ type: "BOOT_TIME", line: "~", user: pick(["reboot", "shutdown", "x"], below) });
    } else if (chance(25)) {
      const name = pick(["runlevel", "shutdown", "reboot"], below);
      add({ type: "RUN_LVL", line: "~", user: name, pid: pick(LEVELS, below) });
    } else if (chance(15)) {
      add({ type: pick(["INIT_PROCESS", "LOGIN_PROCESS"] as const, below), user, line });
    } else if (below(5) < 3) {
      const id = pick(["", "1", "ts/1", "\x01"], below);
      add({ type: "USER_PROCESS", user, line, id, host: chance(9) ? "\x1b[31m" : "" });
    } else {
      // Logouts with an id and without a line end nothing on Linux.
      add({ type: "DEAD_PROCESS", user: chance(4) ? user : "", line, id: "1", termination: 1 });
    }
  }
  return records;
}

function randomOptions(below: Below, chance: Chance): string[] {
  const flags = [
    "-d",
    "-d",
    "-p",
    "-p",
    "-y",
    "-z",
    "-a",
    "--complain",
    "--reboots",
    "--supplants",
  ];
  const rare = ["--timewarps", "--compatibility", "--debug", "-dpyz"];
  const options = [
    ...flags.filter(() => chance(3)),
    ...rare.filter(() => chance(6)),
    ...(chance(5) ? ["--tw-leniency", pick(["0", "1", "30", "5000"], below)] : []),
    ...(chance(5) ? ["--tw-suspicious", pick(["6000", "86400", "100000000"], below)] : []),
  ];
  return options;
}
