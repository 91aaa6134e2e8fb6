import { describe, expect, test } from "bun:test";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { openbsdBadlogin312 } from "../../platforms/openbsd.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { canBeLive } from "../live-system.ts";
import { recordBytes } from "../records.ts";
import { runUtmpx, runWithFailingDisk } from "./run-utmpx.ts";

const SERVER = "test/fixtures/server";

describe("report", () => {
  test("shows a whole host on one screen", () => {
    const { code, out, err } = runUtmpx(["report", "--root", SERVER]);
    expect(out).toBe(readFileSync("test/golden/report-server.txt", "utf8"));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n").filter((line) => Bun.stringWidth(line) > 80)).toEqual([]);
  });

  test("shows times in the zone that is asked for, and by TZ", () => {
    const { out } = runUtmpx(["report", "--root", SERVER, "--tz", "Asia/Kolkata"]);
    expect(out).toStartWith("web-1, 2026-11-20 17:11 Asia/Kolkata\n");
    const berlin = runUtmpx(["report", "--root", SERVER], { env: { TZ: "Europe/Berlin" } });
    expect(berlin.out).toStartWith("web-1, 2026-11-20 12:41 Europe/Berlin\n");
  });

  test("hides names that no account has, unless told not to", () => {
    const hidden =
      runUtmpx(["report", "--root", SERVER]).out +
      runUtmpx(["report", "--root", SERVER, "--json"]).out;
    expect(hidden).toContain("root, <unknown:11>");
    expect(hidden).not.toContain("Summer2026!");
    expect(runUtmpx(["report", "--root", SERVER, "--no-redact"]).out).toContain(
      "root, Summer2026!",
    );
  });

  test("as JSON is one object", () => {
    const { out } = runUtmpx(["report", "--root", SERVER, "--json"]);
    const report: Record<string, unknown> = JSON.parse(out);
    const names = [
      "host",
      "asOf",
      "open",
      "sessions",
      "boots",
      "failed",
      "failedSince",
      "failedCount",
      "failedCut",
      "unmatchedLogouts",
      "sources",
    ];
    expect(Object.keys(report).sort()).toEqual(names.sort());
    expect(report).toMatchObject({
      host: "web-1",
      asOf: "2026-11-20T11:41:06.129000Z",
      failed: [{ key: "192.0.2.200", count: 41, users: 7, addresses: 1 }, {}, {}, {}, {}],
      failedCount: 63,
      boots: [
        { end: "crash", host: "6.1.0-28-amd64" },
        { end: "shutdown" },
        { end: "unknown", logout: null },
      ],
    });
    expect(report["sessions"]).toHaveLength(10);
    expect(runUtmpx(["report", "--root", SERVER, "--json", "--tz", "Asia/Tokyo"]).out).toContain(
      '"asOf":"2026-11-20T20:41:06.129000+09:00"',
    );
  });

  test("as NDJSON is an object a line, each of a kind", () => {
    const { out } = runUtmpx(["report", "--root", SERVER, "--ndjson"]);
    const kinds = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).kind);
    const count = (kind: string, times: number): string[] => Array(times).fill(kind);
    expect(kinds).toEqual([
      "report",
      ...count("open", 2),
      ...count("session", 10),
      ...count("failed", 5),
      ...count("boot", 3),
      ...count("source", 7),
    ]);
  });

  test("as CSV is refused", () => {
    const { code, err } = runUtmpx(["report", "--csv"]);
    expect([code, err.split("\n")[0]]).toEqual([2, 'utmpx report: Unknown option "--csv"']);
  });

  test("headings are bold if that is asked for, and never with NO_COLOR on a terminal", () => {
    const args = ["report", "--root", SERVER];
    expect(runUtmpx([...args, "--color", "always"]).out).toContain("\x1b[1mBoots\x1b[0m\n");
    expect(runUtmpx(args).out).not.toContain("\x1b");
    const script = `script -qec '"$BUN" src/cli/main.ts report --root ${SERVER}' /dev/null`;
    const onTerminal = (env: Record<string, string | undefined>): string =>
      Bun.spawnSync(["sh", "-c", script], {
        env: { ...process.env, BUN: process.execPath, ...env },
      }).stdout.toString();
    expect(onTerminal({ NO_COLOR: undefined })).toContain("\x1b[1mBoots");
    expect(onTerminal({ NO_COLOR: "1" })).not.toContain("\x1b[1m");
    expect(runUtmpx([...args, "--color", "red"]).code).toBe(2);
  });

  test("says who is on by libc if that is asked for", () => {
    const { out } = runUtmpx(["report", "--root", SERVER, "--json", "--source", "libc"]);
    const report: { open: { source: string }[]; sessions: { source: string }[] } = JSON.parse(out);
    expect(report.open.map(({ source }) => source)).toEqual(["libc", "libc"]);
    expect(new Set(report.sessions.map(({ source }) => source))).toEqual(new Set(["file"]));
    expect(runUtmpx(["report", "--source", "wtmpdb"]).code).toBe(2);
  });

  test("of a system that keeps no records says so of each store, and is no failure", () => {
    using directory = new TemporaryDirectory();
    const { code, out, err } = runUtmpx(["report", "--root", directory.path]);
    expect(out).toBe(readFileSync("test/golden/report-empty.txt", "utf8"));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("damage is said behind the report, with 1", () => {
    using directory = new TemporaryDirectory();
    cpSync(SERVER, directory.path, { recursive: true });
    truncateSync(directory.at("var/log/wtmp"), 20 * 384 + 5);
    const { code, out, err } = runUtmpx(["report", "--root", directory.path]);
    expect(out).toContain(
      "  wtmp     ok          its last 5 bytes, from byte 7680, are no whole record\n",
    );
    const message = `utmpx: Cannot decode "${directory.path}/var/log/wtmp" at byte 7680: 5 bytes remain and a record takes 384\n`;
    expect({ code, err }).toEqual({ code: 1, err: message });
  });

  test("what can't be read is unreadable: 1 if it is a part, 3 if it is all", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log/wtmp"), { recursive: true });
    const all = runUtmpx(["report", "--root", directory.path]);
    expect(all.out).toContain("Last sessions\n  not known: wtmp is unreadable\n");
    expect(all.code).toBe(3);
    writeFileSync(directory.at("var/log/btmp"), "");
    expect(runUtmpx(["report", "--root", directory.path]).code).toBe(1);
  });

  test("names that are not valid UTF-8 are shown by their bytes", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    const bytes = Uint8Array.of(0x61, 0xff, 0xc3, 0xa9);
    writeFileSync(
      directory.at("var/log/wtmp"),
      recordBytes([{ type: "USER_PROCESS", user: bytes, line: "pts/0", host: bytes, seconds: 5 }]),
    );
    const args = ["report", "--root", directory.path];
    expect(runUtmpx(args).out).toContain(
      "  a\\xffé        pts/0     1970-01-01 00:00  unknown           a\\xffé\n",
    );
    const [session] = JSON.parse(runUtmpx([...args, "--json"]).out).sessions;
    expect(session).toMatchObject({
      user: "a\ufffdé",
      userBytes: "61ffc3a9",
      hostBytes: "61ffc3a9",
    });
    expect(Object.keys(session)).not.toContain("lineBytes");
  });

  test("failed logins of names and hosts that are not valid UTF-8 are told apart", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    const [a, b] = [Uint8Array.of(0x61, 0xff), Uint8Array.of(0x61, 0xfe)];
    const records = [a, b, b].map((user) => {
      return { type: "LOGIN_PROCESS", user, line: "ssh:notty", host: a, seconds: 5 } as const;
    });
    writeFileSync(directory.at("var/log/btmp"), recordBytes(records));
    const args = ["report", "--root", directory.path, "--layout", "linux-glibc-384-le"];
    const text = runUtmpx([...args, "--no-redact"]).out;
    expect(text).toContain(
      "        3  a\\xff                     1970-01-01 00:00  a\\xfe, a\\xff\n",
    );
    const [source] = JSON.parse(runUtmpx([...args, "--no-redact", "--json"]).out).failed;
    expect(source).toMatchObject({
      keyBytes: "61ff",
      users: 2,
      names: ["a\ufffd", "a\ufffd"],
      namesBytes: ["61fe", "61ff"],
    });
    const [hidden] = JSON.parse(runUtmpx([...args, "--json"]).out).failed;
    expect(hidden.names).toEqual(["<unknown:2>", "<unknown:2>"]);
    expect(hidden).not.toHaveProperty("namesBytes");
  });

  test("OpenBSD's failed logins are as many as their records say", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    const { size } = openbsdBadlogin312;
    const bytes = Buffer.alloc(3 * size);
    bytes.write("ttyp0", size);
    bytes.write("alice", size + 8);
    bytes.writeBigInt64LE(1_795_176_000n, size + 296);
    bytes.writeBigUInt64LE(7n, size + 304);
    writeFileSync(directory.at("var/log/failedlogin"), bytes);
    const args = ["report", "--root", directory.path, "--layout", "openbsd-badlogin-312-le"];
    const { out } = runUtmpx([...args, "--no-redact"]);
    expect(out).toContain("Failed logins since 2026-11-13 (7)\n        7  ttyp0 ");
  });

  test("a disk that fails under one store leaves the rest of the report", () => {
    using directory = new TemporaryDirectory();
    cpSync(SERVER, directory.path, { recursive: true });
    const path = directory.at("var/log/wtmp");
    // Its layout is looked at once, and so are its oldest and its newest records.
    const { code, out, err } = runWithFailingDisk(path, 3, ["report", "--root", directory.path]);
    expect(out).toContain("Logged in (2)\n");
    expect(out).toContain("Failed logins since 2026-11-13 (63)\n");
    expect({ code, err }).toEqual({
      code: 1,
      err: "utmpx: Cannot read wtmp: EIO: i/o error, read\n",
    });
  });

  test("nothing that deceives reaches the screen", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    mkdirSync(directory.at("etc"));
    const hostile = "\x1b]0;x\x07\u202e\u200b\r\n";
    writeFileSync(directory.at("etc/hostname"), `evil${hostile}x`);
    const list = [
      { type: "USER_PROCESS", user: hostile, host: hostile, line: hostile, seconds: 5 },
    ] as const;
    writeFileSync(directory.at("var/log/wtmp"), recordBytes(list));
    writeFileSync(directory.at("var/log/btmp"), recordBytes(list));
    for (const format of [[], ["--json"], ["--ndjson"]]) {
      const { out } = runUtmpx(["report", "--no-redact", "--root", directory.path, ...format]);
      expect(out).toContain("202e");
      expect(out).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/u);
    }
  });
});

describe("a hostile tree", () => {
  test.each(["utmp", "wtmp", "btmp", "lastlog"])(
    "a FIFO or a device in place of %s is refused, not waited for",
    (store) => {
      // Only root can make a device.
      const devices = canBeLive ? [["mknod", "c", "1", "5"]] : [];
      for (const make of [["mkfifo"], ...devices]) {
        using directory = new TemporaryDirectory();
        const path = directory.at(store === "utmp" ? "run/utmp" : `var/log/${store}`);
        mkdirSync(dirname(path), { recursive: true });
        const [command = "", ...kind] = make;
        expect(Bun.spawnSync([command, path, ...kind]).exitCode).toBe(0);
        const what = command === "mkfifo" ? "a FIFO" : "a device";
        const { code, err } = runUtmpx(["report", "--root", directory.path]);
        const refusal = `Cannot read "${path}": it is ${what}, and a file of records is wanted`;
        expect({ code, err }).toEqual({
          code: 3,
          err: `utmpx: Cannot read ${store} at "${path}": ${refusal}\n`,
        });
        expect(runUtmpx(["sources", "--root", directory.path]).code).toBe(3);
        const named = runUtmpx([
          "dump",
          "--root",
          directory.path,
          path.slice(directory.path.length),
        ]);
        expect(named).toEqual({ code: 3, out: "", err: `utmpx: ${refusal}\n` });
      }
    },
  );

  test("a loop of links in place of a store leaves the others readable", () => {
    using directory = new TemporaryDirectory();
    cpSync(SERVER, directory.path, { recursive: true });
    rmSync(directory.at("var/log/wtmp"));
    symlinkSync("wtmp", directory.at("var/log/wtmp"));
    const { code, out, err } = runUtmpx(["report", "--root", directory.path]);
    expect(out).toContain("Logged in (2)\n");
    expect(out).toContain("Last sessions\n  not known: wtmp is unreadable\n");
    const path = directory.at("var/log/wtmp");
    const message = `ELOOP: too many symbolic links encountered, open '${path}'`;
    expect({ code, err }).toEqual({
      code: 1,
      err: `utmpx: Cannot read wtmp at "${path}": ${message}\n`,
    });
  });

  test("one wrong time hides no failed logins", () => {
    using directory = new TemporaryDirectory();
    cpSync(SERVER, directory.path, { recursive: true });
    appendFileSync(
      directory.at("var/log/wtmp"),
      recordBytes([{ type: "USER_PROCESS", user: "a", seconds: 2 ** 32 - 1 }]),
    );
    appendFileSync(
      directory.at("var/log/btmp"),
      recordBytes([{ type: "EMPTY", seconds: 2 ** 32 - 1 }]),
    );
    expect(runUtmpx(["report", "--root", directory.path]).out).toContain(
      "Failed logins since 2026-11-13 (63)\n",
    );
  });

  test("logouts whose logins are missing are counted", () => {
    using directory = new TemporaryDirectory();
    cpSync(SERVER, directory.path, { recursive: true });
    appendFileSync(
      directory.at("var/log/wtmp"),
      recordBytes([{ type: "DEAD_PROCESS", line: "pts/9", seconds: 1_795_000_000 }]),
    );
    expect(runUtmpx(["report", "--root", directory.path]).out).toContain(
      "Last sessions (logouts without a login: 1)\n",
    );
  });

  test("its settings of Bun are not taken where a command is run in it", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("bunfig.toml"), 'preload = ["./evil.ts"]\n');
    writeFileSync(directory.at("evil.ts"), 'console.log("evil");\n');
    writeFileSync(directory.at(".env"), "TZ=Asia/Tokyo\n");
    mkdirSync(directory.at("bin"));
    symlinkSync(process.execPath, directory.at("bin/bun"));
    const main = resolve("src/cli/main.ts");
    const env = { ...process.env, PATH: `${directory.at("bin")}:${process.env["PATH"]}` };
    const child = Bun.spawnSync([main, "report", "--root", "."], {
      cwd: directory.path,
      env: { ...env, TZ: "UTC" },
    });
    expect(child.stdout.toString()).toStartWith("unnamed host, no records\n");
    expect(child.stderr.toString()).toBe("");
  });
});

describe("sources", () => {
  test("shows every store of a host", () => {
    const { code, out, err } = runUtmpx(["sources", "--root", SERVER]);
    const shown = out.replaceAll(process.cwd(), "");
    expect(shown).toBe(readFileSync("test/golden/sources-server.txt", "utf8"));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("the layout of the logins tells that of the last logins", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    const record = Buffer.alloc(2 * 296);
    record.writeBigInt64LE(1_700_000_000n, 296);
    record.write("tty1", 296 + 8);
    writeFileSync(directory.at("var/log/lastlog"), record);
    const args = [
      "sources",
      "--root",
      directory.path,
      "--ndjson",
      "--layout",
      "linux-glibc-400-le",
    ];
    const statuses = runUtmpx(args)
      .out.trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(statuses.find(({ store }) => store === "lastlog")).toMatchObject({
      layout: "linux-lastlog-296-le",
      records: 1,
      newest: "2023-11-14T22:13:20.000000Z",
      trailingBytes: 0,
    });
  });

  test("gives the same to programs", () => {
    const { out } = runUtmpx(["sources", "--root", SERVER, "--ndjson"]);
    const [utmp, ...others] = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const lastlog = others.find(({ store }) => store === "lastlog");
    for (const status of [utmp, ...others]) {
      expect(Object.keys(status).join(" ")).toBe(
        "store path status layout records oldest newest trailingBytes writer limits advice used source problems",
      );
    }
    expect(utmp).toMatchObject({
      store: "utmp",
      status: "ok",
      layout: "linux-glibc-384-le",
      records: 4,
      trailingBytes: 0,
      used: true,
    });
    expect(utmp.oldest).toBe("2026-11-19T00:00:41.095119Z");
    expect(lastlog).toMatchObject({
      store: "lastlog",
      status: "absent",
      records: null,
      used: false,
    });
    expect(JSON.parse(runUtmpx(["sources", "--root", SERVER, "--json"]).out)).toHaveLength(7);
  });
});
