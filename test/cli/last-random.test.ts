// last(1) and lastb(1) of this machine over random files with random options: the same text, byte
// for byte. To compare with another last(1), and more of it, set UTMPX_LAST to its path and
// UTMPX_LAST_RUNS to the number of runs.
//
// What those before 2.40 do otherwise is not asked for: TABs, users that are cut, and times as
// 20261120120007, whose seconds they lose. Of a boot that ended without a shutdown they show another
// end: only its beginning is compared, and what depends on its end (-p) or does not tell of it
// (notime) is not asked for.

import { expect, test } from "bun:test";
import { symlinkSync, writeFileSync } from "node:fs";
import { linuxGlibc } from "../../platforms/linux-glibc.ts";
import { pick, randomNumbers, type Below } from "../bench/random.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx } from "./run-utmpx.ts";

const SEED = 20261122;
/** What this machine writes, and its tools read. */
const LAYOUT = linuxGlibc.files.wtmp;
const FILES = 10;
const RUNS = Number(process.env["UTMPX_LAST_RUNS"] ?? 24);
const TOOL = process.env["UTMPX_LAST"] ?? "/usr/bin/last";

// In CI a missing tool is a failure, not a reason to skip.
const canCompare = Bun.which(TOOL) !== null || process.env["CI"] !== undefined;
if (!canCompare) console.log(`skipping the comparison with last(1): there is no ${TOOL}`);

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "America/St_Johns",
  "Africa/Monrovia",
  "XYZ-5:45",
  "EST5EDT,M3.2.0,M11.1.0",
  "<+0330>-3:30<+0430>,J79/24,J263/24",
] as const;
const LOCALES = ["C", "C.UTF-8"] as const;

/** Text without the control characters that last(1) shows as they are. */
const TEXTS = [
  "a",
  "alice",
  "nine long",
  "\x1b[31mred",
  "del\x7f",
  "Grüße",
  "世界",
  "🦊 fox",
  "trailing ",
  "  leading",
  "x".repeat(32),
  "é".repeat(20),
  "a\\b\"c'",
  Uint8Array.of(0x61, 0xff, 0xfe, 0x62),
  Uint8Array.of(0xc3),
  Uint8Array.of(0xe2, 0x82),
  Uint8Array.of(0xed, 0xa0, 0x80, 0x41),
] as const;
const USERS = ["", "root", "bob", "LOGIN", "LOGINs", "date", "dateline", "reboot", ...TEXTS];
const LINES = [
  "",
  "pts/0",
  "pts/1",
  "tty1",
  ":0",
  "~",
  "|",
  "{",
  "ftp3",
  "ftpd",
  "uucp1",
  ...TEXTS,
];
const HOSTS = [
  "",
  "",
  "192.0.2.1",
  "2001:db8::1",
  "h".repeat(16),
  "h".repeat(17),
  "h".repeat(256),
  ...TEXTS,
];
const LEVELS = [0x30, 0x36, 0x35, 0x31, 0x4e35, 0x1b, 0, 0xe9, 0x7f];

function randomAddress(below: Below): readonly number[] {
  const octet = (): number => pick([0, 1, 9, 200, 255], below);
  const word = (): number[] => [octet(), octet(), octet(), octet()];
  const zero = [0, 0, 0, 0];
  switch (below(6)) {
    case 0:
      return word();
    case 1:
      return [...zero, ...zero, 0, 0, 255, 255, ...word()];
    case 2:
      return [0x20, 1, 0xd, 0xb8, ...word(), ...word(), ...word()];
    case 3:
      return [...pick([zero, word()], below), ...zero, ...pick([zero, word()], below), ...word()];
    default:
      return [];
  }
}

/** A record of the system, or of a login or logout on one of few lines; now and then any. */
function randomRecord(seconds: number, below: Below): TestRecord {
  const common = { seconds, microseconds: below(1_000_000), address: randomAddress(below) };
  const host = pick(HOSTS, below);
  switch (below(9)) {
    case 0:
      return { ...common, type: "BOOT_TIME", line: "~", id: "~~", user: "reboot", host };
    case 1:
      return { ...common, type: "RUN_LVL", line: "~", id: "~~", user: "shutdown", host };
    case 2: {
      const pid = pick(LEVELS, below);
      return { ...common, type: "RUN_LVL", pid, line: "~", id: "~~", user: "runlevel", host };
    }
    case 3:
    case 4:
      return { ...common, type: "DEAD_PROCESS", line: pick(LINES.slice(0, 6), below) };
    case 5:
    case 6: {
      const [line, user] = [pick(LINES.slice(0, 6), below), pick(USERS, below)];
      return { ...common, type: "USER_PROCESS", line, user, host };
    }
    default: {
      const [line, user] = [pick(LINES, below), pick(USERS, below)];
      return { ...common, type: below(15) - 2, pid: pick(LEVELS, below), line, user, host };
    }
  }
}

/** Records of times that mostly grow, by little or much. */
function randomRecords(below: Below): { records: TestRecord[]; times: number[] } {
  let seconds = pick([0, 1, 1_000_000_000, 1_400_000_000 + below(300_000_000)], below);
  const records = Array.from({ length: below(4) === 0 ? below(3) : below(60) }, () => {
    const step = pick([0, 1, 59, 3600, 86_400, 100_000, 40 * 86_400], below);
    seconds = Math.max(0, seconds + (below(9) === 0 ? -1 : 1) * below(step + 1));
    return randomRecord(seconds, below);
  });
  return { records, times: records.map((record) => Number(record.seconds)) };
}

function randomOptions(times: readonly number[], isNew: boolean, below: Below): string[] {
  const sometimes = (...options: string[]): string[] => (below(4) === 0 ? options : []);
  const time = (): string => {
    const seconds = times.length === 0 ? below(2 ** 31) : pick(times, below) + below(3) - 1;
    // Where it was still 1969 is no time to ask for.
    const iso = new Date(Math.max(seconds, 2 * 86_400) * 1000).toISOString().slice(0, 19);
    const compact = isNew ? [iso.replace(/\D/g, "")] : [];
    return pick([iso, iso.replace("T", " "), iso.slice(0, 10), ...compact], below);
  };
  const names = ["bob", "reboot", "pts/0", "1", "ftp", "system boot", "Grüße", "x".repeat(40)];
  const format = pick(["short", "full", "iso", ...(isNew ? ["notime"] : [])], below);
  return [
    ...(below(2) === 0 ? ["-x"] : []),
    ...(isNew ? sometimes("-w") : ["-w"]),
    ...(isNew ? sometimes("-T") : []),
    ...sometimes("-a"),
    ...sometimes("-i"),
    ...sometimes("-R"),
    ...pick([["-F"], ["--time-format", format], [`--time-f=${format}`], []], below),
    ...sometimes(...pick([["-n", String(below(30))], [`-${below(30)}`]], below)),
    ...sometimes("--since", time()),
    ...sometimes("-t", time()),
    ...(isNew ? sometimes("-p", time()) : []),
    ...sometimes(pick(names, below)),
    ...sometimes(pick(names, below), pick(names, below)),
  ];
}

interface Shown {
  readonly command: string;
  readonly err: string;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

function runBoth(directory: TemporaryDirectory, run: number, isNew: boolean): Shown {
  const below = randomNumbers(SEED + run);
  const times: number[] = [];
  const files = Array.from({ length: FILES }, (_, i) => {
    const path = directory.at(`wtmp${i}`);
    const random = randomRecords(below);
    times.push(...random.times);
    writeFileSync(path, recordBytes(random.records, LAYOUT));
    return path;
  });
  const tool = below(4) === 0 ? "lastb" : "last";
  const args = [...randomOptions(times, isNew, below), ...files.flatMap((file) => ["-f", file])];
  const env = { TZ: pick(ZONES, below), LC_ALL: pick(LOCALES, below) };
  const { out, err } = runUtmpx([tool, "--layout", LAYOUT.id, ...args], { env });
  const child = Bun.spawnSync([directory.at(tool), ...args], { env: { ...process.env, ...env } });
  return {
    command: `${JSON.stringify(env)} ${tool} ${args.join(" ")}`,
    err,
    ours: out.split("\n"),
    theirs: child.stdout.toString().split("\n"),
  };
}

/** Whether two lines say the same, where an older last(1) knows of no crash of the system. */
function isSameOfOld(ours: string, theirs: string): boolean {
  const crash = /^.* system boot .* (?=- crash)/.exec(ours);
  return crash === null ? ours === theirs : theirs.startsWith(crash[0]);
}

(canCompare ? test : test.skip)(
  `last(1) shows ${RUNS * FILES} random files as last does`,
  () => {
    const version = Bun.spawnSync([TOOL, "--version"]).stdout.toString();
    const [, minor] = /util-linux 2\.(\d+)/.exec(version) ?? [];
    const isNew = Number(minor) >= 40;
    using directory = new TemporaryDirectory();
    symlinkSync(TOOL, directory.at("last"));
    symlinkSync(TOOL, directory.at("lastb"));
    let lines = 0;
    for (let run = 0; run < RUNS; run++) {
      const { command, err, ours, theirs } = runBoth(directory, run, isNew);
      lines += theirs.length;
      const differing = ours.findIndex((line, i) => {
        const other = theirs[i] ?? "";
        return isNew ? line !== other : !isSameOfOld(line, other);
      });
      if (differing !== -1 || ours.length !== theirs.length) {
        const context = { run, command, err, line: differing };
        expect({ ...context, ours: ours[differing] }).toEqual({
          ...context,
          ours: theirs[differing],
        });
        expect(ours).toEqual([...theirs]);
      }
    }
    expect(lines).toBeGreaterThan(RUNS * FILES);
  },
  60_000 + RUNS * 1000,
);
