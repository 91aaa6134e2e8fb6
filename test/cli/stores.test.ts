// The commands, where logins are kept in no file of records.

import { describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { recordBytes } from "../records.ts";
import { makeWtmpdb } from "../stores/wtmpdb-file.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx } from "./run-utmpx.ts";

const DEBIAN13 = "test/fixtures/debian13";
const DATABASE = "test/fixtures/wtmpdb/wtmp.db";

/** What Debian 13's `wtmpdb last` prints, up to its last lines: an empty one, and two behind it. */
function recorded(name: string): string[] {
  const lines = readFileSync(`test/fixtures/wtmpdb/${name}.txt`, "utf8").trimEnd().split("\n");
  return lines.slice(1, lines.indexOf(""));
}

function lines(args: readonly string[]): string[] {
  const { code, out, err } = runUtmpx(args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const all = out.split("\n");
  return all.slice(0, all.indexOf(""));
}

/** A row of either tool: they say otherwise what has no logout, and cut long texts otherwise. */
function rowOf(line: string): string {
  return line
    .replace(/ +(?:- still|still|gone - no) (?:logged in|logout|running)$/, " has not ended")
    .replace(/ - crash.*$/, " - crash")
    .trimEnd();
}

describe("last shows a database of wtmpdb", () => {
  test("by the rows of wtmpdb last", () => {
    const rows = lines(["last", "-w", "-f", DATABASE]);
    expect(rows.map(rowOf)).toEqual(recorded("last-w").map(rowOf));
    expect(rows).toHaveLength(18);
  });

  test("with its shutdowns, each before the logins that were before it", () => {
    const rows = lines(["last", "-x", "-w", "-f", DATABASE]);
    const wanted = recorded("last-x").filter((line) => line.startsWith("shutdown"));
    expect(rows.filter((line) => line.startsWith("shutdown"))).toEqual(wanted);
    expect(rows.map(rowOf).slice(4, 7)).toEqual([
      "shutdown system down  6.18.44-1-amd64  Wed Nov 18 22:00 - 07:59  (09:59)",
      "carol                 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff Tue Nov 17 10:00 - 10:00  (00:00)",
      "averyveryverylongusername pts/3        a-very-long-host-name.with.many.labels.subdomain.example.com Mon Nov 16 10:00 - 10:30  (00:30)",
    ]);
    expect(rows).toHaveLength(20);
  });

  test("and says the same of a session whatever is asked for", () => {
    const crashed = "bob      pts/2        crash.example.o* Fri Nov 13 20:00 - crash (1+12:59)";
    for (const args of [["bob"], ["pts/2"], ["-s", "2026-11-13"], ["-t", "2026-11-14"]]) {
      expect(lines(["last", "-f", DATABASE, ...args])).toContain(crashed);
    }
    const booted = "reboot   system boot  6.18.44-1-amd64  Tue Nov 10 06:59 - crash (5+01:59)";
    expect(lines(["last", "-f", DATABASE, "-t", "2026-11-12", "reboot"])[0]).toBe(booted);
    expect(lines(["last", "-f", DATABASE, "-n", "3"])).toHaveLength(3);
    expect(lines(["last", "-f", DATABASE, "-p", "2026-11-10 08:30", "-w"]).map(rowOf)).toEqual([
      "bob      pts/0        203.0.113.7      Tue Nov 10 08:00 - 09:00  (01:00)",
      "alice    tty1                          Tue Nov 10 07:05 - 09:05  (02:00)",
      "reboot   system boot  6.18.44-1-amd64  Tue Nov 10 06:59 - crash",
    ]);
  });

  test("safely, and in full to programs", () => {
    const odd = "test/fixtures/wtmpdb/special/odd.db";
    const rows = lines(["last", "-w", "-f", odd]);
    expect(rows[0]).toStartWith("dave     pts/1        a*[[31mred*Jline");
    const [dave] = JSON.parse(runUtmpx(["last", "--json", "-f", odd]).out);
    expect(dave).toEqual({
      kind: "user",
      user: "dave",
      line: "pts/1",
      host: "a\u001b[31mred\nline",
      address: null,
      pid: null,
      id: "4",
      login: "2026-11-19T10:30:00.077949Z",
      logout: "2026-11-19T10:31:00.262271Z",
      durationSeconds: 60.184322,
      end: "logout",
      source: "wtmpdb",
      offset: null,
    });
    const kinds = JSON.parse(runUtmpx(["last", "-x", "--json", "-f", DATABASE]).out);
    expect(new Set(kinds.map(({ kind }: { kind: string }) => kind))).toEqual(
      new Set(["user", "boot", "shutdown"]),
    );
  });

  test("of the host, where its own last does, and the wtmp if that is asked for", () => {
    expect(lines(["last", "--root", DEBIAN13])).toHaveLength(8);
    expect(lines(["last", "--root", DEBIAN13, "--source", "file"])).toHaveLength(2);
    const { out } = runUtmpx(["last", "--root", DEBIAN13]);
    expect(out).toEndWith("\n\nwtmp.db begins Sun Nov 22 15:42:48 2026\n");
  });

  test("with hosts where it knows no address", () => {
    const hosts = lines(["last", "-i", "-w", "-f", DATABASE]).map((line) => line.slice(22, 39));
    expect(hosts).toContain("203.0.113.7      ");
    expect(hosts).toContain("6.18.44-1-amd64  ");
    expect(hosts.join("")).not.toContain("0.0.0.0");
  });

  test("from its oldest login that has a time", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    const row = "INSERT INTO wtmp (Type, User, Login, TTY) VALUES";
    makeWtmpdb(path, 2, `${row} (3, 'lost', NULL, 'pts/9')`);
    const { out } = runUtmpx(["last", "-n", "1", "-f", path]);
    expect(out).toEndWith("\n\nwtmp.db begins Tue Sep  1 05:59:29 2026\n");
  });

  test("that was just rotated as empty", () => {
    const { code, out } = runUtmpx([
      "last",
      "--source",
      "wtmpdb",
      "-f",
      "test/fixtures/wtmpdb/special/empty.db",
    ]);
    expect([code, out.split("\n").slice(0, 1)]).toEqual([0, [""]]);
    expect(out).toMatch(/^\nempty\.db begins /);
  });
});

describe("other commands", () => {
  test("sessions tells a service, and where it was recorded", () => {
    const { out } = runUtmpx(["sessions", "--ndjson", "--limit", "1", DATABASE]);
    expect(JSON.parse(out)).toMatchObject({
      user: "dave",
      service: "rshd",
      source: "wtmpdb",
      loginAt: null,
    });
  });

  test("sessions reads a wtmp and a database as one, by name or source", () => {
    const root = "test/fixtures/migrated";
    const alone = runUtmpx(["sessions", "--root", root, "--json"]);
    const args = ["sessions", "--json", `${root}/var/log/wtmp`, `${root}/var/log/wtmp.db`];
    expect(runUtmpx(args)).toEqual(alone);
    expect(runUtmpx(["sessions", "--root", root, "--json", "--source", "wtmpdb,file"])).toEqual(
      alone,
    );
    expect(JSON.parse(alone.out)).toHaveLength(3);
  });

  test("ac counts the time of its sessions", () => {
    const { code, out } = runUtmpx([
      "ac",
      "-p",
      "-f",
      "test/fixtures/wtmpdb/rotated/wtmp_20260921.db",
    ]);
    expect({ code, out }).toEqual({
      code: 0,
      out: "\tbob                                  0.33\n\talice                                1.00\n\ttotal        1.34\n",
    });
  });

  test("dump shows its rows as records", () => {
    const { code, out } = runUtmpx(["dump", "test/fixtures/wtmpdb/rotated/wtmp_20260921.db"]);
    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 2)).toEqual([
      "[2] [00000] [1   ] [reboot  ] [~           ] [6.18.44-1-amd64     ] [0.0.0.0        ] [2026-09-01T05:59:29,636821+00:00]",
      "[7] [00000] [2   ] [alice   ] [tty1        ] [                    ] [0.0.0.0        ] [2026-09-01T08:00:06,536748+00:00]",
    ]);
    const csv = runUtmpx(["dump", "--csv", DATABASE]).out.split("\r\n")[0];
    expect(csv).toStartWith("type,typeCode,pid,");
  });

  test("who and users show the sessions of a login manager", () => {
    const root = "test/fixtures/logind-262";
    expect(runUtmpx(["users", "--root", root])).toEqual({
      code: 0,
      out: "alice alice alice bob bob carol carol dave\n",
      err: "",
    });
    // Of coreutils 9.10, which takes a greeter for a user, and asked the terminals of that machine.
    const theirs = readFileSync(`${root}/who.txt`, "utf8");
    const rows = [...theirs.matchAll(/^(\w+) +[-+?] (.*?) +2026-.*? (\d+)(?: \((.*)\))?$/gm)];
    const wanted = rows.map(([, user, line, pid, host = ""]) => {
      return { user, line: line === "sshd pts/3" ? "sshd" : line, pid: Number(pid), host };
    });
    const entries = JSON.parse(runUtmpx(["who", "--root", root, "--json"]).out);
    const ours = entries.map(({ user, line, pid, host }: Record<string, unknown>) => {
      return { user, line, pid, host };
    });
    const byPid = (a: { pid: unknown }, b: { pid: unknown }): number =>
      Number(a.pid) - Number(b.pid);
    expect(ours.toSorted(byPid)).toEqual(wanted.filter(({ pid }) => pid !== 100).toSorted(byPid));
    expect(ours).toHaveLength(8);
  });

  test("lastlog shows a database by account, or all that stands in it", () => {
    const { out } = runUtmpx(["lastlog", "--root", DEBIAN13]);
    const [heading, root, alice] = out.split("\n");
    expect(heading).toStartWith("Username         Port     From");
    expect(root).toEndWith("**Never logged in**");
    expect(alice).toMatch(/^alice {12}ssh {6}127\.0\.0\.1 +Sun Nov 22 15:42:56 \+0000 2026$/);
    const file = "test/fixtures/lastlog2/pam.db";
    const rows = JSON.parse(runUtmpx(["lastlog", "--json", "-f", file]).out);
    expect(
      rows.map(({ user, uid, service }: Record<string, unknown>) => [user, uid, service]),
    ).toEqual([
      ["alice", null, "login-test-ll2"],
      ["bob", null, "remote-ll2"],
      ["carol", null, "gdm-password-ll2"],
      ["dave", null, "remote-ll2"],
    ]);
    expect(runUtmpx(["lastlog", "-f", file, "-u", "dave"]).out).toContain("2001:db8::1%eth0");
  });

  test("lastlog shows those who have a record, and no account any more", () => {
    using directory = new TemporaryDirectory();
    const root = directory.path;
    for (const name of ["etc", "var/lib/lastlog"]) {
      mkdirSync(directory.at(name), { recursive: true });
    }
    writeFileSync(directory.at("etc/passwd"), "alice:x:1001:1001::/:\nnew:x:1002:1002::/:\n");
    const database = `${DEBIAN13}/var/lib/lastlog/lastlog2.db`;
    copyFileSync(database, directory.at("var/lib/lastlog/lastlog2.db"));
    const shown = (...args: readonly string[]): unknown[] =>
      JSON.parse(runUtmpx(["lastlog", "--root", root, "--json", ...args]).out).map(
        ({ uid, user, time }: Record<string, unknown>) => [uid, user, time !== null],
      );
    const orphans = ["bob", "carol", "dave"].map((name) => [null, name, true]);
    expect(shown()).toEqual([[1001, "alice", true], [1002, "new", false], ...orphans]);
    expect(shown("-u", "carol")).toEqual([[null, "carol", true]]);
    expect(shown("-u", "1001-")).toEqual([
      [1001, "alice", true],
      [1002, "new", false],
    ]);
    const { out } = runUtmpx(["lastlog", "--root", root, "-u", "dave"]);
    expect(out.split("\n")[1]).toMatch(/^dave .* 2026$/);
    expect(runUtmpx(["lastlog", "--root", root, "-u", "nobody"])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Unknown user or range: "nobody"'),
    });
  });

  test("failed, lastb and report say that Debian 13 keeps none", () => {
    const { code, out } = runUtmpx(["failed", "--root", DEBIAN13, "--json"]);
    expect({ code, out }).toEqual({ code: 0, out: "[]\n" });
    const reason = "this system keeps no failed logins; ask its journal";
    const empty = `utmpx: "${process.cwd()}/${DEBIAN13}/var/log/btmp" is empty: ${reason}\n`;
    const none = "utmpx: No failed logins are on record that fit\n";
    for (const args of [["failed"], ["failed", "--by", "user"]]) {
      expect(runUtmpx([...args, "--root", DEBIAN13])).toEqual({
        code: 0,
        out: "",
        err: none + empty,
      });
    }
    expect(runUtmpx(["lastb", "--root", DEBIAN13])).toMatchObject({ code: 0, err: empty });
    expect(runUtmpx(["report", "--root", DEBIAN13]).out).toContain(
      `\nFailed logins\n  none on record: ${reason}\n`,
    );
    // Who names a file is told of the file.
    const file = `${DEBIAN13}/var/log/btmp`;
    expect(runUtmpx(["failed", file])).toEqual({ code: 0, out: "", err: none });
    expect(runUtmpx(["lastb", "-f", file]).err).toBe("");
  });

  test("last, sessions, report and sources say where history went when it was rotated", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    const path = directory.at("var/log/wtmp.db");
    const root = directory.path;
    writeFileSync(path, "");
    const err = (command: string): string => runUtmpx([command, "--root", root]).err;
    const empty = `utmpx: "${path}" is empty:`;
    expect(err("last")).toBe(`${empty} nothing was recorded since it was made or rotated\n`);
    copyFileSync(DATABASE, `${path}.1`);
    const rotated = "nothing since it was rotated; older ones are in wtmp.db.1";
    expect(err("last")).toBe(`${empty} ${rotated}\n`);
    expect(err("sessions")).toBe(
      `utmpx: No sessions are on record that fit\n${empty} ${rotated}\n`,
    );
    expect(runUtmpx(["sessions", "--all", "--root", root]).err).toBe("");
    expect(runUtmpx(["report", "--root", root]).out).toContain(
      `\nLast sessions\n  none on record: ${rotated}\n`,
    );
    const classic = directory.at("var/log/wtmp");
    writeFileSync(`${classic}-20261101`, "");
    copyFileSync("test/fixtures/debian12/var/log/wtmp", `${classic}.2`);
    writeFileSync(classic, "");
    const advice = runUtmpx(["sources", "--root", root, "--json"]).out;
    const [, , wtmp, wtmpdb] = JSON.parse(advice);
    expect([wtmp.status, wtmp.advice]).toEqual(["empty", "not used: wtmpdb answers"]);
    expect(wtmpdb.advice).toBe(rotated);
  });

  test("a source that has not these logins is a wrong command line", () => {
    for (const args of [
      ["who", "--source", "wtmpdb"],
      ["last", "--source", "logind"],
      ["failed", "--source", "wtmpdb"],
      ["lastlog", "--source", "wtmpdb"],
      ["report", "--source", "lastlog2"],
    ]) {
      const { code, err } = runUtmpx(args);
      expect(code).toBe(2);
      expect(err).toMatch(
        /^utmpx \w+: Cannot read \w+ records from "\w+": known are auto, libc, file/,
      );
    }
  });

  test("what is wrong with a database is said, with its code", () => {
    const garbage = runUtmpx([
      "last",
      "--source",
      "wtmpdb",
      "-f",
      "test/fixtures/wtmpdb/special/garbage.db",
    ]);
    expect([garbage.code, garbage.out]).toEqual([3, ""]);
    expect(garbage.err).toContain("a SQLite database is wanted");
    const missing = runUtmpx(["sessions", "--source", "wtmpdb", "/nonexistent.db"]);
    expect([missing.code, missing.out]).toEqual([3, ""]);
    expect(missing.err).toBe("utmpx: ENOENT: no such file or directory, open '/nonexistent.db'\n");
    const none = runUtmpx(["who", "--source", "file", DATABASE]);
    expect(none.code).toBe(3);
    expect(none.err).toContain("it looks like a SQLite database, and records of logins are wanted");
  });
});

describe("sources and report", () => {
  test("say what each store of a Debian 13 is, and which one answers", () => {
    const { out } = runUtmpx(["sources", "--root", DEBIAN13, "--ndjson"]);
    const statuses = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const shown = statuses.map(({ store, status, layout, records, used, source }) => [
      store,
      status,
      layout,
      records,
      used,
      source,
    ]);
    expect(shown).toEqual([
      ["utmp", "absent", null, null, false, null],
      ["logind", "absent", null, null, false, null],
      ["wtmp", "ok", "linux-glibc-384-le", 2, false, "file"],
      ["wtmpdb", "ok", "wtmpdb", 8, true, "wtmpdb"],
      ["btmp", "empty", "linux-glibc-384-le", 0, true, "file"],
      ["lastlog", "ok", "linux-lastlog-292-le", 1, false, "file"],
      ["lastlog2", "ok", "lastlog2", 4, true, "lastlog2"],
    ]);
    expect(statuses[2].advice).toBe("not used: wtmpdb answers");
    expect(statuses[3]).toMatchObject({
      oldest: "2026-11-22T15:42:48.187027Z",
      newest: "2026-11-22T15:42:56.379729Z",
      trailingBytes: 0,
      advice: null,
    });
  });

  test("an older store is stale, and so is one whose last rows could not be read", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    mkdirSync(directory.at("var/lib/lastlog"), { recursive: true });
    copyFileSync(DATABASE, directory.at("var/log/wtmp.db"));
    const late = {
      type: "USER_PROCESS",
      user: "eve",
      line: "pts/0",
      seconds: 1_795_999_999,
    } as const;
    writeFileSync(directory.at("var/log/wtmp"), recordBytes([late]));
    copyFileSync("test/fixtures/lastlog2/wal.db", directory.at("var/lib/lastlog/lastlog2.db"));
    writeFileSync(directory.at("var/lib/lastlog/lastlog2.db-wal"), "x".repeat(99));
    const { code, out, err } = runUtmpx(["sources", "--root", directory.path, "--json"]);
    const found = JSON.parse(out).map(({ store, status, advice }: Record<string, string>) => [
      store,
      status,
      advice,
    ]);
    expect(found[3]).toEqual(["wtmpdb", "stale", "wtmp shows later logins"]);
    const place = directory.at("var/lib/lastlog/lastlog2.db");
    const state = `Cannot read all of "${place}": the 99 bytes of "${place}-wal" were not read`;
    expect(found[6]).toEqual(["lastlog2", "stale", state]);
    expect({ code, err }).toEqual({
      code: 1,
      err: `utmpx: Cannot decode all of lastlog2: ${state}\n`,
    });
  });

  test("report says what is wrong with stores that it shows nothing of", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/lib/lastlog"), { recursive: true });
    const place = directory.at("var/lib/lastlog/lastlog2.db");
    copyFileSync("test/fixtures/lastlog2/wal.db", place);
    writeFileSync(`${place}-wal`, "x".repeat(99));
    const { code, err } = runUtmpx(["report", "--root", directory.path]);
    const state = `Cannot read all of "${place}": the 99 bytes of "${place}-wal" were not read`;
    expect({ code, err }).toEqual({
      code: 1,
      err: `utmpx: Cannot decode all of lastlog2: ${state}\n`,
    });
  });

  test("report says what answers if that was asked for", () => {
    const root = "test/fixtures/logind-252";
    const stores = (...args: readonly string[]): unknown[] =>
      JSON.parse(runUtmpx(["report", "--root", root, "--json", ...args]).out)
        .sources.slice(0, 2)
        .map(({ store, used, advice }: Record<string, unknown>) => [store, used, advice]);
    expect(stores()[1]).toEqual(["logind", true, null]);
    expect(stores("--source", "logind")).toEqual(stores());
    expect(stores("--source", "file")[1]).toEqual(["logind", false, null]);
  });

  test("report takes what answers, and shows stores that are there", () => {
    const { out } = runUtmpx(["report", "--root", DEBIAN13]);
    expect(out).toContain(
      "Last sessions\n  alice         pts/0     2026-11-22 15:42  unknown           127.0.0.1\n",
    );
    expect(
      out
        .slice(out.indexOf("Sources"))
        .split("\n")
        .map((line) => line.slice(0, 22).trimEnd()),
    ).toEqual([
      "Sources",
      "  utmp     absent",
      "  wtmp     ok",
      "  wtmpdb   ok",
      "  btmp     empty",
      "  lastlog  ok",
      "  lastlog2 ok",
      "",
    ]);
    expect(out.split("\n").every((line) => [...line].length <= 80)).toBe(true);
    const report = JSON.parse(
      runUtmpx(["report", "--root", "test/fixtures/logind-252", "--json"]).out,
    );
    expect(report.open).toHaveLength(8);
    expect(report.sessions).toEqual([]);
  });
});
