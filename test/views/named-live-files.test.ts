import { describe, expect, test } from "bun:test";
import { boot, now, run, session } from "../live-records.ts";
import { canBeLive } from "../live-system.ts";

const liveTest = canBeLive ? test : test.skip;

describe("the live system's files, which are named", () => {
  const ends = "root open,nosuchuser gone";
  const records = [boot, session("root", "pts/0"), session("nosuchuser", "pts/1")];
  const show =
    "const show = (sessions) => console.log(sessions.map(({ user, end }) => user + ' ' + end).join());";

  liveTest("are asked about as those that are not", () => {
    const script = `${show}
      import { symlinkSync, writeFileSync } from "node:fs";
      symlinkSync("/var/log/wtmp", "/run/link");
      writeFileSync("/run/empty", "");
      const paths = ["/var/log/wtmp", "/var/../var/log/wtmp", "/run/link", "/var/log", ["/run/empty", "/var/log/wtmp"]];
      for (const path of paths) show(new api.Wtmp({ path }).sessions());
      show(new api.Wtmp("/var/log/wtmp").boots());
      for (const path of ["/run/utmp", "/var/run/utmp", "/run"]) show(new api.Utmp(path).openSessions());`;
    const lines = [...Array<string>(5).fill(ends), "reboot open", ...Array<string>(3).fill(ends)];
    expect(run(records, script)).toBe(`${lines.join("\n")}\n`);
  });

  liveTest("reach to now, but not as of a moment that has gone by", () => {
    const script = `${show}
      const view = new api.Wtmp("/var/log/wtmp");
      show(view.sessions({ since: new Date(Date.now() - 100) }));
      show(view.sessions({ asOf: new Date(Date.now() - 60_000) }));
      show(view.sessions({ asOf: new Date(${now * 1000 + 60_000}) }));`;
    const earlier = records.map((record) => ({ ...record, seconds: now - 100 }));
    const unknown = "root unknown,nosuchuser unknown";
    expect(run(earlier, script)).toBe(`${ends}\n${unknown}\n${ends}\n`);
  });

  liveTest("are not asked about where another file is newest, in a tree, or as another log", () => {
    const script = `${show}
      import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
      copyFileSync("/var/log/wtmp", "/run/copy");
      show(new api.Wtmp("/run/copy").sessions());
      show(new api.Wtmp({ root: "/" }).sessions());
      show(new api.Utmp("/var/log/wtmp").openSessions());
      const bytes = Buffer.from(await Bun.file("/var/log/wtmp").arrayBuffer()).subarray(384, 768);
      bytes.writeUInt32LE(${now + 100}, 340);
      writeFileSync("/run/newer", bytes);
      show(new api.Wtmp({ path: ["/run/newer", "/var/log/wtmp"] }).sessions().slice(-1));`;
    const unknown = "root unknown,nosuchuser unknown";
    const lines = [unknown, unknown, unknown, "root unknown"];
    expect(run(records, script)).toBe(`${lines.join("\n")}\n`);
  });
});
