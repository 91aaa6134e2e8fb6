// The machine's own tools over the same files: the same records, field by field. They read 32-bit
// time as signed, so the files' times lie before 2038.

import { beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { linuxGlibc } from "../platforms/linux-glibc.ts";
import { Lastlog, Utmp, Wtmp } from "../src/index.ts";
import { canBeLive } from "./live-system.ts";
import { recordBytes, type TestRecord } from "./records.ts";
import { runUtmpx } from "./cli/run-utmpx.ts";
import { TemporaryDirectory } from "./temporary.ts";

const TOOLS = ["utmpdump", "last", "who", "lastlog"] as const;
const SEED = 20261122;
const FIXTURES = [
  "debian12/run/utmp",
  "debian12/var/log/wtmp",
  "debian12/var/log/btmp",
  "server/run/utmp",
  "server/var/log/wtmp",
  "server/var/log/btmp",
];

function run(command: readonly string[], env: Record<string, string> = {}): string {
  const child = Bun.spawnSync([...command], {
    env: { ...process.env, TZ: "UTC", LC_ALL: "C", ...env },
  });
  return child.stdout.toString("latin1");
}

beforeAll(() => {
  const missing = TOOLS.filter((tool) => Bun.which(tool) === null);
  // util-linux, coreutils and login have them on Debian 12: a machine without cannot test this.
  expect(missing).toEqual([]);
});

const printable = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 40,
});
const anyBytes = fc.uint8Array({ maxLength: 40 });
const records: fc.Arbitrary<TestRecord[]> = fc.array(
  fc.record({
    type: fc.integer({ min: -2, max: 12 }),
    pid: fc.oneof(fc.integer({ min: -3, max: 4_200_000 }), fc.integer()),
    sid: fc.integer(),
    id: fc.oneof(printable, anyBytes),
    user: fc.oneof(printable, anyBytes),
    line: fc.oneof(printable, anyBytes),
    host: fc.oneof(printable, anyBytes),
    seconds: fc.nat(2 ** 31 - 1),
    microseconds: fc.nat(999_999),
    address: fc.oneof(
      fc.constant([]),
      fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
      fc.array(fc.constantFrom(0, 0, 1, 255), { minLength: 16, maxLength: 16 }),
    ),
  }),
  { minLength: 1, maxLength: 30 },
);

describe("utmpdump", () => {
  test.each(FIXTURES)("prints %s as dump does", (name) => {
    const path = `test/fixtures/${name}`;
    expect(runUtmpx(["dump", "--layout", linuxGlibc.files.utmp.id, path]).out).toBe(
      run(["utmpdump", path]),
    );
  });

  test("prints random records as dump does", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    const all = fc.sample(records, { seed: SEED, numRuns: 200 }).flat();
    writeFileSync(path, recordBytes(all, linuxGlibc.files.utmp));
    expect(runUtmpx(["dump", "--layout", linuxGlibc.files.utmp.id, path]).out).toBe(
      run(["utmpdump", path]),
    );
  });

  test("makes the same records of text as dump does", () => {
    const text = readFileSync("test/fixtures/server/var/log/wtmp.txt", "utf8");
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("text"), text);
    Bun.spawnSync(["utmpdump", "-r", "-o", directory.at("theirs"), directory.at("text")], {
      env: { ...process.env, TZ: "UTC" },
    });
    runUtmpx(["dump", "-r", "-o", directory.at("ours"), directory.at("text")]);
    expect(readFileSync(directory.at("ours"))).toEqual(readFileSync(directory.at("theirs")));
  });
});

describe("last", () => {
  test.each(["debian12", "server"])("shows the logins of %s that Wtmp gives", (host) => {
    const path = `test/fixtures/${host}/var/log/wtmp`;
    const shown = run(["last", "-w", "--time-format", "iso", "-f", path]).split("\n");
    const logins = shown
      .filter((line) => / pts\/| tty/.test(line))
      .map((line) => {
        const [, user = "", tty = "", origin = "", time = ""] =
          /^(\S+) +(\S+) +(\S*?) +(\d{4}-\S+)/.exec(line) ?? [];
        return { user, line: tty, host: origin, seconds: Date.parse(time) / 1000 };
      });
    const ours = [...new Wtmp(path)]
      .filter(({ isUserProcess }) => isUserProcess)
      .map((entry) => {
        return {
          user: entry.user,
          line: entry.line,
          host: entry.host,
          seconds: Math.floor((entry.micros ?? 0) / 1e6),
        };
      });
    expect(ours.toReversed()).toEqual(logins);
    expect(ours.length).toBeGreaterThan(0);
  });

  test("shows how long sessions took as Wtmp.sessions does", () => {
    const path = "test/fixtures/server/var/log/wtmp";
    const shown = run(["last", "-w", "-F", "-R", "-f", path]).split("\n");
    const lengths = shown.flatMap((line) =>
      / pts\/| tty/.test(line) ? [/(- crash|- down|\(.*\)|gone|still)/.exec(line)?.[1] ?? ""] : [],
    );
    const ours = new Wtmp(path)
      .sessions()
      .toReversed()
      .map(({ end, login, logout }) => {
        if (end === "crash") return "- crash";
        if (end === "shutdown") return "- down";
        if (login === null || logout === null) return "gone";
        // last(1) counts in whole seconds.
        const minutes = Math.floor(
          (Math.floor(logout.getTime() / 1000) - Math.floor(login.getTime() / 1000)) / 60,
        );
        return `(${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")})`;
      });
    expect(ours).toEqual(lengths);
  });
});

describe("who", () => {
  test.each(["debian12", "server"])("shows the users of %s that Utmp gives", (host) => {
    const path = `test/fixtures/${host}/run/utmp`;
    const shown = run(["who", path])
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ +/));
    const ours = new Utmp(path)
      .openSessions()
      .map(({ user, line, host: origin }) => [user, line, `(${origin})`]);
    expect(ours).toEqual(
      shown.map(([user = "", line = "", , , , origin = ""]) => [user, line, origin]),
    );
  });

  test("shows the pids that Utmp gives", () => {
    const path = "test/fixtures/server/run/utmp";
    const shown = run(["who", "-u", path])
      .trimEnd()
      .split("\n")
      .map((line) => Number(/ (\d+) \(/.exec(line)?.[1]));
    expect(
      [...new Utmp(path)].filter(({ isUserProcess }) => isUserProcess).map(({ pid }) => pid),
    ).toEqual(shown);
  });
});

describe("lastlog", () => {
  // It changes its root, which only root can.
  (canBeLive ? test : test.skip)("shows the last logins that Lastlog gives", () => {
    using directory = new TemporaryDirectory();
    Bun.spawnSync(["cp", "-r", "test/fixtures/debian12", directory.at("root")]);
    const twin = readFileSync("test/fixtures/debian12/var/log/lastlog.txt", "latin1");
    expect(run(["lastlog", "-R", directory.at("root")])).toBe(twin);
    const shown = twin.split("\n").filter((line) => /20\d\d$/.test(line));
    const ours = [...new Lastlog({ root: directory.at("root") })].map(
      ({ user, line, host, time }) => {
        return [user, line, host, time?.getTime()];
      },
    );
    const theirs = shown.map((row) => {
      const when = row
        .slice(67)
        .trim()
        .replace(/ \+0000/, " UTC");
      return [
        row.slice(0, 16).trim(),
        row.slice(17, 25).trim(),
        row.slice(26, 67).trim(),
        Date.parse(when),
      ];
    });
    expect(ours).toEqual(theirs);
    expect(ours).toHaveLength(2);
  });
});
