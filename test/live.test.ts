// The running system's own databases, in a mount namespace of the test: /run and /var/log are its.

import { describe, expect, test } from "bun:test";
import { boot, run, session } from "./live-records.ts";
import { canBeLive } from "./live-system.ts";

const liveTest = canBeLive ? test : test.skip;
describe("the live system", () => {
  liveTest("who is logged in comes through libc", () => {
    const script =
      "console.log(JSON.stringify([...api.utmp].map(({ user, source, offset }) => [user, source, offset])), api.utmp.path, api.utmp.problems.length);";
    const out = run([boot, session("root", "pts/0")], script);
    expect(out).toBe('[["reboot","libc",null],["root","libc",null]] /var/run/utmp 0\n');
  });

  liveTest("what is found by id and line comes through libc", () => {
    const script =
      'console.log(api.utmp.findById(api.BOOT_TIME, "").source, api.utmp.findByLine("pts/0").user, api.utmp.findByLine("x"));';
    expect(run([boot, session("root", "pts/0")], script)).toBe("libc root null\n");
  });

  liveTest("a session is open while its process is there, and gone when it is not", () => {
    const records = [
      boot,
      session("root", "pts/0"),
      session("nosuchuser", "pts/1"),
      session("root", "pts/2", { seconds: 5 }),
      session("root", "nosuchtty", { pid: 2 ** 22 }),
      session("root", ":1", { pid: 2 ** 22 }),
      session("root", "null", { pid: 2 ** 22 }),
    ];
    const script =
      "for (const view of [api.utmp.openSessions(), api.wtmp.sessions()]) console.log(view.map(({ line, end }) => line + ' ' + end).sort().join());";
    const ends = ":1 open,nosuchtty gone,null open,pts/0 open,pts/1 gone,pts/2 gone";
    expect(run(records, script)).toBe(`${ends}\n${ends}\n`);
  });

  liveTest("who is open of two slots of one line is told for each, and in the report", () => {
    const records = [boot, session("root", "pts/0"), session("nosuchuser", "pts/0")];
    const script =
      "for (const open of [api.utmp.openSessions(), api.readReport().open]) console.log(open.map(({ user, end }) => user + ' ' + end).join());";
    const ends = "root open,nosuchuser gone";
    expect(run(records, script)).toBe(`${ends}\n${ends}\n`);
  });

  liveTest("the running system's boot is open", () => {
    expect(
      run([boot], "console.log(api.wtmp.boots().map(({ end, logout }) => [end, logout]));"),
    ).toBe('[\n  [ "open", null ]\n]\n');
  });

  liveTest("the report is about now, and about this host", () => {
    const script = `
      import { hostname } from "node:os";
      const { host, asOf, open, boots, sources, problems } = api.readReport();
      console.log(host === hostname(), Math.abs(Date.now() - asOf.getTime()) < 1e7, open.length, boots.length, problems.length);
      console.log(sources.map(({ store, status }) => store + " " + status).join());`;
    const out = run([boot, session("root", "pts/0")], script);
    const others = "wtmpdb absent,btmp absent,lastlog absent,lastlog2 absent";
    expect(out).toBe(`true true 1 1 0\nutmp ok,logind absent,wtmp ok,${others}\n`);
  });

  liveTest("no database is left open, and none is changed", () => {
    const script = `
      import { readFileSync, statSync } from "node:fs";
      const before = [readFileSync("/run/utmp").toHex(), statSync("/run/utmp").mtimeMs];
      [...api.utmp, ...api.wtmp];
      console.log(Bun.deepEquals(before, [readFileSync("/run/utmp").toHex(), statSync("/run/utmp").mtimeMs]));`;
    expect(run([boot], script)).toBe("true\n");
  });

  liveTest("a lock of the live file delays no worker that reads another", () => {
    const worker = import.meta.resolve("./platforms/read-by-libc.worker.ts");
    const script = `
      import { dlopen } from "bun:ffi";
      const hold = 'import { dlopen } from "bun:ffi"; import { openSync } from "node:fs"; const { symbols } = dlopen("libc.so.6", { lockf: { args: ["i32", "i32", "i64"], returns: "i32" } }); console.log(symbols.lockf(openSync("/run/utmp", "r+"), 1, 0)); await Bun.stdin.text();';
      const holder = Bun.spawn([process.execPath, "-e", hold], { stdin: "pipe", stdout: "pipe" });
      await holder.stdout.getReader().read();
      const answers = [1, 2, 3].map(async () => {
        const worker = new Worker(${JSON.stringify(worker)});
        const { promise, resolve } = Promise.withResolvers();
        worker.onmessage = ({ data }) => resolve(data.count);
        worker.postMessage("/var/log/wtmp");
        return await promise;
      });
      console.log((await Promise.all(answers)).join());
      holder.kill();
      process.exit(0);`;
    expect(run([boot, session("root", "pts/0")], script)).toBe("400,400,400\n");
  });

  liveTest("libc's name of the live file is put back behind each read", () => {
    const script = `
      import { dlopen } from "bun:ffi";
      [...new api.Utmp({ path: "/var/log/wtmp", source: "libc", limit: 1 })];
      const none = { args: [], returns: "void" };
      const { symbols } = dlopen("libc.so.6", { setutxent: none, endutxent: none, getutxent: { args: [], returns: "ptr" } });
      symbols.setutxent();
      let count = 0;
      while (symbols.getutxent() !== null) count++;
      console.log(count);`;
    expect(run([boot, session("root", "pts/0"), session("root", "pts/1")], script)).toBe("3\n");
  });

  liveTest("the report counts who is there, and marks who is gone", () => {
    const script = `
      import { reportText } from ${JSON.stringify(import.meta.resolve("../src/report/report-text.ts"))};
      console.log(reportText(api.readReport(), { name: "UTC", offsetAt: () => 0, instantOf: (local) => local }));`;
    const out = run(
      [boot, session("root", "pts/0"), session("nosuchuser", "pts/1", { host: "h" })],
      script,
    );
    expect(out).toContain("Logged in (1)\n");
    expect(out).toMatch(/^  nosuchuser    pts\/1     \d{4}-\d\d-\d\d \d\d:\d\d  \(gone\) h$/m);
  });
});
