// What the views and commands say where a real systemd-logind answers for who is on, and the database
// of live-wtmpdb.ts for who was. logind.sh runs it; `bun test` does not find it by its name.

import { describe, expect, test } from "bun:test";
import { Utmp, Wtmp, readReport, sources } from "../../src/index.ts";
import { runUtmpx } from "../cli/run-utmpx.ts";
import { run } from "../platforms/library-process.ts";

/** The users of sessions that loginctl(1) shows as those of users. */
function usersTold(): string[] {
  const ids = run(["loginctl", "--no-legend", "list-sessions"]).trimEnd().split("\n");
  return ids.flatMap((row) => {
    const id = row.trim().split(/ +/)[0] ?? "";
    const properties = ["-p", "Name", "-p", "Class"];
    const shown = new Map(
      run(["loginctl", "show-session", ...properties, id])
        .trimEnd()
        .split("\n")
        .map((line) => line.split("=") as [string, string]),
    );
    return shown.get("Class")?.startsWith("user") === true ? [`${shown.get("Name")}`] : [];
  });
}

describe("without a utmp", () => {
  test("who is on is asked of the login manager", () => {
    const utmp = new Utmp();
    const sessions = utmp.openSessions();
    expect(sessions.map(({ user }) => user).toSorted()).toEqual(usersTold().toSorted());
    expect(new Set(sessions.map(({ end, source }) => `${end} ${source}`))).toEqual(
      new Set(["open logind"]),
    );
    expect([utmp.source, utmp.layout, utmp.problems]).toEqual(["logind", "logind", []]);
    const ssh = sessions.find(({ service }) => service === "lab-ssh");
    expect(ssh?.line).toMatch(/^pts\/\d+$/);
  });

  test("who(1) and users(1) show them, and the boot", () => {
    const names = runUtmpx(["users"]).out.trim().split(" ");
    expect(new Set(names)).toEqual(new Set(usersTold()));
    const { code, out, err } = runUtmpx(["who", "-a"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n")[0]).toMatch(/^ {11}system boot {2}\d{4}-/);
    expect(out).toMatch(/^alice {4}[-+?] pts\/\d .*\(telnet\.example\.org\)$/m);
    expect(out).toMatch(/^LOGIN {6}seat0 .* id=/m);
    expect(runUtmpx(["who"]).out).not.toContain("LOGIN");
    const pts77 = runUtmpx(["who"])
      .out.split("\n")
      .find((line) => line.includes("pts/77"));
    expect(pts77).toEndWith("(remoteu@203.0.113.7)");
  });

  test("report and sources say what answers", () => {
    const { open, sources: statuses, problems } = readReport();
    expect(open.map(({ user }) => user).toSorted()).toEqual(usersTold().toSorted());
    expect(statuses.find(({ store }) => store === "logind")).toMatchObject({
      path: "/run/systemd/sessions",
      status: "ok",
      records: open.length,
      used: true,
      source: "logind",
      advice: null,
    });
    expect(sources().find(({ store }) => store === "utmp")).toMatchObject({
      status: "absent",
      advice: "not used: logind answers",
    });
    expect(problems.filter(({ kind }) => kind !== "row")).toEqual([]);
  });
});

describe("a live database of wtmpdb", () => {
  const wtmp = new Wtmp();
  const sessions = wtmp.sessions();

  test("is what answers, and the login manager tells what is still there", () => {
    expect([wtmp.source, wtmp.path]).toEqual(["wtmpdb", "/var/log/wtmp.db"]);
    expect(
      sessions.map(({ user, line, end, logout }) => [user, line, end, logout === null]),
    ).toEqual([
      ["carol", "pts/40", "gone", true],
      ["carol", "tty2", "logout", false],
      ["root", "", "open", true],
      ["bob", "pts/77", "open", true],
      ["alice", expect.stringMatching(/^pts\/\d$/), "open", true],
    ]);
    expect(wtmp.boots().map(({ end }) => end)).toEqual(["open"]);
  });

  test("has a logout that is another session's, which is said", () => {
    const [problem, ...more] = wtmp.problems;
    expect(more).toEqual([]);
    expect(problem?.kind).toBe("row");
    expect(problem?.message).toMatch(
      /^Impossible logout in "\/var\/log\/wtmp\.db", row 3: session \w+ of the login manager is still there, and the logout is another's$/,
    );
  });

  test("is shown by last, with what is wrong", () => {
    const { code, out, err } = runUtmpx(["last"]);
    expect(code).toBe(1);
    expect(err).toContain("row 3");
    const rows = out
      .split("\n")
      .map((line) => line.replace(/ [A-Z][a-z]{2} [A-Z][a-z]{2} .{8} /, " TIME "));
    expect(rows.slice(0, 6)).toEqual([
      expect.stringMatching(/^alice +pts\/\d +telnet\.example\.\* TIME +still logged in$/),
      expect.stringMatching(/^bob +pts\/77 +203\.0\.113\.7 +TIME +still logged in$/),
      expect.stringMatching(/^root +TIME +still logged in$/),
      expect.stringMatching(/^carol +tty2 +TIME - \d\d:\d\d +\(00:00\)$/),
      expect.stringMatching(/^carol +pts\/40 +192\.0\.2\.1 +TIME +gone - no logout$/),
      expect.stringMatching(/^reboot +system boot +6\.1\.0 +TIME +still running$/),
    ]);
  });
});
