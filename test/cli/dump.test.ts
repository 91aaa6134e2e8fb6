import { describe, expect, test } from "bun:test";
import {
  cpSync,
  existsSync,
  linkSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  readdirSync,
} from "node:fs";
import fc from "fast-check";
import { layoutName } from "../../platforms/index.ts";
import { illumosFutmpx372 } from "../../platforms/illumos.ts";
import { linuxGlibc, linuxGlibc400 } from "../../platforms/linux-glibc.ts";
import { hostEndian } from "../../src/layout.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, runWithFailingDisk } from "./run-utmpx.ts";

const WTMP = "test/fixtures/debian12/var/log/wtmp";
const FIXTURES = [
  ["debian12/run/utmp", "linux-glibc-384-le"],
  ["debian12/var/log/wtmp", "linux-glibc-384-le"],
  ["debian12/var/log/btmp", "linux-glibc-384-le"],
  ["server/run/utmp", "linux-glibc-384-le"],
  ["server/var/log/wtmp", "linux-glibc-384-le"],
  ["server/var/log/btmp", "linux-glibc-384-le"],
  ["arm64/utmp", "linux-glibc-400-le"],
  ["arm64/wtmp", "linux-glibc-400-le"],
] as const;

describe("dump", () => {
  test.each(FIXTURES)("%s has its readable twin", (name, layout) => {
    const path = `test/fixtures/${name}`;
    const { code, out, err } = runUtmpx(["dump", "--layout", layout, path]);
    expect(out).toBe(readFileSync(`${path}.txt`, "utf8"));
    expect({ code, err }).toEqual({ code: 0, err: `Utmp dump of ${path}\n` });
  });

  test("text that fills the longest field is whole", () => {
    using directory = new TemporaryDirectory();
    const host = "h".repeat(257);
    const file = recordBytes([{ type: 7, user: "u", line: "l", host }], illumosFutmpx372, "little");
    writeFileSync(directory.at("wtmpx"), file);
    const layout = layoutName({ layout: illumosFutmpx372, endian: "little" });
    const { out } = runUtmpx(["dump", "--layout", layout, directory.at("wtmpx")]);
    expect(out).toContain(`[${host}]`);
  });

  test("a time beyond what a number of microseconds holds is exact", () => {
    using directory = new TemporaryDirectory();
    const far = [1_301_305_623_242, -1_301_305_623_243].map((seconds) => {
      return { type: 7, user: "u", line: "l", seconds, microseconds: 454_144 };
    });
    writeFileSync(directory.at("wtmp"), recordBytes(far, linuxGlibc400));
    const { out } = runUtmpx(["dump", "--layout", "linux-glibc-400-le", directory.at("wtmp")]);
    expect(out).toContain("[+043206-09-25T16:14:02,454144+00:00]\n");
    expect(out).toContain("[-039267-04-08T07:45:57,454144+00:00]\n");
  });

  test.each(FIXTURES)(
    "%s comes back byte for byte from JSON with its raw bytes",
    (name, layout) => {
      const path = `test/fixtures/${name}`;
      for (const format of ["--json", "--ndjson"]) {
        const { out } = runUtmpx(["dump", "--layout", layout, format, "--raw", path]);
        using directory = new TemporaryDirectory();
        const copy = directory.at("copy");
        const back = runUtmpx(["dump", "-r", "--layout", layout, "-o", copy], { stdin: out });
        expect(back).toEqual({ code: 0, out: "", err: "Utmp undump of /dev/stdin\n" });
        expect(readFileSync(copy)).toEqual(readFileSync(path));
      }
    },
  );

  test("JSON without raw bytes brings back every field", () => {
    const bytes = recordBytes([
      {
        type: "USER_PROCESS",
        pid: 7,
        sid: 8,
        id: "ts/1",
        user: "a b",
        line: "pts/1",
        host: "::1",
        seconds: 9,
        microseconds: 10,
      },
      {
        type: "DEAD_PROCESS",
        termination: 15,
        exit: -1,
        user: Uint8Array.of(0xff, 0x41),
        address: [203, 0, 113, 7],
      },
      { type: 300, address: [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] },
    ]);
    const { out } = runUtmpx(["dump", "--json"], { stdin: bytes });
    using directory = new TemporaryDirectory();
    runUtmpx(["dump", "-r", "-o", directory.at("copy")], { stdin: out });
    expect(readFileSync(directory.at("copy"))).toEqual(Buffer.from(bytes));
  });

  test("a line that can't be understood is named, and the others are made", () => {
    const line = readFileSync("test/fixtures/debian12/run/utmp.txt", "utf8").split("\n")[0] ?? "";
    using directory = new TemporaryDirectory();
    const copy = directory.at("copy");
    const { code, err } = runUtmpx(["dump", "-r", "-o", copy], {
      stdin: `${line}\nnonsense\n{"raw":"?"}\n${line}\n`,
    });
    expect({ code, err }).toEqual({
      code: 1,
      err: [
        "Utmp undump of /dev/stdin",
        'utmpx: Cannot understand line 2 of "/dev/stdin": it is neither a line of dump nor JSON',
        'utmpx: Cannot understand line 3 of "/dev/stdin": its raw is "?", and a record in base64 is wanted',
        "",
      ].join("\n"),
    });
    expect(readFileSync(copy)).toHaveLength(2 * 384);
  });

  test("never writes where a system keeps its logins", () => {
    const before = existsSync("/var/log/wtmp") ? readFileSync("/var/log/wtmp") : null;
    for (const path of ["/var/log/wtmp", "/var/log/../log/lastlog", "/run/utmp", "/var/run/utmp"]) {
      const { code, err } = runUtmpx(["dump", "-o", path, WTMP]);
      const message = `utmpx dump: Cannot write "${path}": it is where a system keeps its logins`;
      expect([code, err.split("\n")[0]]).toEqual([2, message]);
    }
    expect(existsSync("/var/log/wtmp") ? readFileSync("/var/log/wtmp") : null).toEqual(before);
    expect(existsSync("/run/utmp")).toBe(false);
  });

  test("never writes what it reads, nor a store of the tree it looks at", () => {
    using directory = new TemporaryDirectory();
    cpSync("test/fixtures/server", directory.path, { recursive: true });
    const wtmp = directory.at("var/log/wtmp");
    const before = readFileSync(wtmp);
    symlinkSync(wtmp, directory.at("link"));
    const itself = runUtmpx(["dump", "--json", "-o", directory.at("link"), wtmp]);
    const message = `utmpx dump: Cannot write "${directory.at("link")}": it is what is read`;
    expect([itself.code, itself.err.split("\n")[0]]).toEqual([2, message]);
    const store = runUtmpx(["dump", "--root", directory.path, "-o", wtmp, "/var/log/btmp"]);
    expect(store.err.split("\n")[0]).toBe(
      `utmpx dump: Cannot write "${wtmp}": it is where a system keeps its logins`,
    );
    expect(readFileSync(wtmp)).toEqual(before);
  });

  test("never writes a database of logins, nor what belongs to one, nor a session", () => {
    using directory = new TemporaryDirectory();
    cpSync("test/fixtures/debian13", directory.path, { recursive: true, verbatimSymlinks: true });
    cpSync("test/fixtures/logind-262/run", directory.at("run"), { recursive: true });
    const [session = ""] = readdirSync(directory.at("run/systemd/sessions"));
    for (const name of [
      "var/log/wtmp.db",
      "var/log/wtmp.db-wal",
      "var/log/wtmp.db-journal",
      "var/log/wtmp.db.1",
      "var/log/wtmp_20260101.db",
      "var/lib/wtmpdb/wtmp.db",
      "var/lib/lastlog/lastlog2.db",
      "var/lib/lastlog/lastlog2.db-shm",
      `run/systemd/sessions/${session}`,
      "run/systemd/sessions/c999",
    ]) {
      const path = directory.at(name);
      const args = ["dump", "--root", directory.path, "-o", path, "/var/log/wtmp"];
      const { code, err } = runUtmpx(args);
      const message = `utmpx dump: Cannot write "${path}": it is where a system keeps its logins`;
      expect([code, err.split("\n")[0]]).toEqual([2, message]);
    }
    for (const name of ["var/log/other.db", "var/log/wtmp.dbx", "run/systemd/x"]) {
      const args = ["dump", "--root", directory.path, "-o", directory.at(name), "/var/log/wtmp"];
      expect(runUtmpx(args).code).toBe(0);
    }
  });

  test("never writes what a system has rotated, under whatever name", () => {
    using directory = new TemporaryDirectory();
    cpSync("test/fixtures/server", directory.path, { recursive: true });
    const at = (name: string): string => directory.at(`var/log/${name}`);
    const names = ["wtmp.1", "btmp-20260101", "lastlog.2.gz"];
    for (const name of names) writeFileSync(at(name), "old");
    symlinkSync(at("wtmp.1"), directory.at("link"));
    linkSync(at("wtmp.1"), directory.at("other"));
    symlinkSync("var/log", directory.at("logs"));
    const refused = [...names.map(at), at("wtmp.7"), directory.at("link"), directory.at("other")];
    for (const path of [...refused, directory.at("logs/btmp.1.xz")]) {
      const { code, err } = runUtmpx([
        "dump",
        "--root",
        directory.path,
        "-o",
        path,
        "/var/log/wtmp",
      ]);
      const message = `utmpx dump: Cannot write "${path}": it is where a system keeps its logins`;
      expect([code, err.split("\n")[0]]).toEqual([2, message]);
    }
    for (const name of names) expect(readFileSync(at(name), "utf8")).toBe("old");
    expect(existsSync(at("wtmp.7"))).toBe(false);
    for (const path of [at("wtmp.bak"), at("wtmpdump.1"), directory.at("wtmp.1")]) {
      expect(runUtmpx(["dump", "-o", path, "--root", directory.path, "/var/log/wtmp"]).code).toBe(
        0,
      );
    }
    expect(runUtmpx(["dump", "-r", "-o", "/var/adm/wtmpx.1"], { stdin: "" }).code).toBe(2);
  });

  test("tells what can't be written from what can't be read", () => {
    using directory = new TemporaryDirectory();
    const loop = directory.at("loop");
    symlinkSync(loop, loop);
    const { code, err } = runUtmpx(["dump", "-o", loop, WTMP]);
    expect(code).toBe(1);
    expect(err).toContain(`utmpx: Cannot write "${loop}": ELOOP`);
  });

  test("writes over no file of a directory that is read", async () => {
    using directory = new TemporaryDirectory();
    const record = recordBytes([{ type: "USER_PROCESS", user: "alice", seconds: 1e9 }]);
    for (const name of ["wtmp", "wtmp.1"]) await Bun.write(directory.at(name), record);
    for (const name of ["wtmp", "wtmp.1"]) {
      const { code, err } = runUtmpx(["dump", directory.path, "-o", directory.at(name)]);
      const refusal = `utmpx dump: Cannot write "${directory.at(name)}": it is what is read`;
      expect([code, err.split("\n")[0]]).toEqual([2, refusal]);
      expect(await Bun.file(directory.at(name)).bytes()).toEqual(record);
    }
  });

  test("what can't be read leaves an older output as it was", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("old"), "old");
    expect(runUtmpx(["dump", "-o", directory.at("old"), "/nonexistent"]).code).toBe(3);
    expect(readFileSync(directory.at("old"), "utf8")).toBe("old");
    const unwritable = runUtmpx(["dump", "-o", "/nonexistent/x", WTMP]);
    expect(unwritable.code).toBe(1);
    const detail = "ENOENT: no such file or directory, open '/nonexistent/x'";
    expect(unwritable.err).toEndWith(`utmpx: Cannot write "/nonexistent/x": ${detail}\n`);
  });

  test("what a layout can't hold is no record", () => {
    const text =
      "[70000] [00001] [    ] [a       ] [b           ] [                    ] [0.0.0.0        ] [2026-01-01T00:00:00,000000+00:00]\n";
    const lines = [
      text,
      text.replace("70000", "7").replace("00001", "99999999999"),
      text.replace("70000", "7").replace("2026", "2226"),
      text.replace("70000", "7").replace("0.0.0.0  ", "1.2.3.400"),
      '{"user":"bob"}\n',
    ];
    using directory = new TemporaryDirectory();
    const { code, err } = runUtmpx(["dump", "-r", "-o", directory.at("out")], {
      stdin: lines.join(""),
    });
    const name = layoutName({ layout: linuxGlibc.files.wtmp, endian: hostEndian });
    expect({ code, err }).toEqual({
      code: 1,
      err: [
        "Utmp undump of /dev/stdin",
        `utmpx: Cannot make the record of line 1 of "/dev/stdin": ${name} has no room for its type 70000`,
        `utmpx: Cannot make the record of line 2 of "/dev/stdin": ${name} has no room for its pid`,
        `utmpx: Cannot make the record of line 3 of "/dev/stdin": ${name} has no room for its time`,
        'utmpx: Cannot understand line 4 of "/dev/stdin": its address is "1.2.3.400", and an IP address is wanted',
        'utmpx: Cannot understand line 5 of "/dev/stdin": its typeCode is missing, and a whole number below 2^53 is wanted',
        "",
      ].join("\n"),
    });
    expect(readFileSync(directory.at("out"))).toHaveLength(0);
  });

  test("JSON that was formatted anew comes back as well", () => {
    const { out } = runUtmpx(["dump", "--json", "--raw", WTMP]);
    using directory = new TemporaryDirectory();
    runUtmpx(["dump", "-r", "-o", directory.at("copy")], {
      stdin: JSON.stringify(JSON.parse(out), null, 4),
    });
    expect(readFileSync(directory.at("copy"))).toEqual(readFileSync(WTMP));
  });

  test("a disk that fails midway gives what could be read, and 1", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, recordBytes(Array.from({ length: 500 }, () => ({ user: "alice" }))));
    const { code, out, err } = runWithFailingDisk(path, 2, [
      "dump",
      "--json",
      "--layout",
      "linux-glibc-384-le",
      path,
    ]);
    expect(JSON.parse(out)).toHaveLength(2 * 170);
    const message = `utmpx: Cannot read "${path}" at byte 130560: EIO: i/o error, read\n`;
    expect({ code, err }).toEqual({ code: 1, err: message });
  });

  test("text that is not valid UTF-8 is shown by its bytes in CSV", () => {
    const stdin = recordBytes([{ user: Uint8Array.of(0x61, 0xff, 0xc3, 0xa9, 0x1b, 0xe2, 0x82) }]);
    expect(runUtmpx(["dump", "--csv"], { stdin }).out).toContain(",a\\xffé\\x1b\\xe2\\x82,");
  });

  test("a torn tail is said, with 1, behind what could be read", () => {
    const stdin = Buffer.concat([readFileSync(WTMP), Buffer.alloc(200)]);
    const { code, out, err } = runUtmpx(["dump"], { stdin });
    expect(out).toBe(readFileSync(`${WTMP}.txt`, "utf8"));
    const message =
      'utmpx: Cannot decode "/dev/stdin" at byte 2688: 200 bytes remain and a record takes 384\n';
    expect({ code, err }).toEqual({ code: 1, err: `Utmp dump of /dev/stdin\n${message}` });
  });

  test("what can't be read is said, with 3", () => {
    const missing = runUtmpx(["dump", "/nonexistent"]);
    const message = "utmpx: ENOENT: no such file or directory, open '/nonexistent'\n";
    expect(missing).toEqual({ code: 3, out: "", err: message });
    const directory = runUtmpx(["dump", "--json", "/"]);
    const refusal = 'utmpx: Cannot read "/": it is a directory, and a file of records is wanted\n';
    expect(directory).toEqual({ code: 3, out: "", err: refusal });
  });

  test("FILE is looked up in the root", () => {
    const { out } = runUtmpx(["dump", "--root", "test/fixtures/debian12", "/var/log/wtmp"]);
    expect(out).toBe(readFileSync(`${WTMP}.txt`, "utf8"));
  });

  test("by libc it shows the same", () => {
    const byLibc = runUtmpx(["dump", "--source", "libc", WTMP]);
    expect(byLibc.out).toBe(readFileSync(`${WTMP}.txt`, "utf8"));
    const { out } = runUtmpx(["dump", "--source", "libc", "--ndjson", WTMP]);
    expect(out.match(/"source":"libc","offset":null/g)).toHaveLength(7);
  });

  test("CSV has a line a record, and times are in the zone that is asked for", () => {
    const { out } = runUtmpx([
      "dump",
      "--csv",
      "--tz",
      "Asia/Kolkata",
      "test/fixtures/debian12/run/utmp",
    ]);
    expect(out).toBe(
      [
        "type,typeCode,pid,sid,id,user,line,host,device,time,micros,exitTermination,exitExit,address,isUserProcess,source,offset",
        "BOOT_TIME,2,0,0,~~,reboot,~,6.18.44-1-amd64,,2026-11-22T21:31:10.026708+05:30,1795363270026708,0,0,,false,file,0",
        "USER_PROCESS,7,209,187,/0,alice,pts/0,2001:db8::99,/dev/pts/0,2026-11-22T21:31:35.555467+05:30,1795363295555467,0,0,2001:db8::99,true,file,384",
        "",
      ].join("\r\n"),
    );
  });

  test("nothing that deceives reaches the output, in any format", () => {
    const hostile = "\x1b[2J\r\n\t\x07\x7f\u0085\u202e\u200b\u2028\ufeff\u{e0041}=1";
    const fields = fc.array(fc.constantFrom(...hostile, "a", '"', ",", "[", "]"), {
      maxLength: 12,
    });
    const [sample] = fc.sample(fc.array(fields, { minLength: 200, maxLength: 200 }), {
      seed: 20261122,
      numRuns: 1,
    });
    const list = (sample ?? []).map(
      (text) =>
        ({
          type: "USER_PROCESS",
          user: text.join(""),
          host: hostile,
          line: "=cmd",
          id: "\x1b",
        }) as const,
    );
    const bytes = recordBytes(list);
    for (const format of [[], ["--json"], ["--ndjson"], ["--csv"]]) {
      const { out } = runUtmpx(["dump", ...format], { stdin: bytes });
      const deceiving = format[0] === "--csv" ? out.replaceAll("\r\n", "\n") : out;
      expect(deceiving).not.toMatch(
        /[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2028\ufeff\u{e0041}]/u,
      );
    }
    const { out } = runUtmpx(["dump", "--json"], { stdin: bytes });
    const parsed: { user: string; host: string }[] = JSON.parse(out);
    const users = list.map(({ user }) => Buffer.from(user).subarray(0, 32));
    expect(parsed.map(({ user }) => user)).toEqual(
      users.map((user) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(user)),
    );
    expect(parsed.every(({ host }) => host === hostile)).toBe(true);
  });

  test("text is read as standard input, a file and a pipe alike", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("empty"), "");
    expect(runUtmpx(["dump", directory.at("empty")])).toMatchObject({ code: 0, out: "" });
    expect(runUtmpx(["dump", "--json", directory.at("empty")]).out).toBe("[]\n");
    expect(runUtmpx(["dump"], { stdin: readFileSync(WTMP) }).out).toBe(
      readFileSync(`${WTMP}.txt`, "utf8"),
    );
  });
});
