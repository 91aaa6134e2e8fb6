import { describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { netbsdUtmpx520 } from "../../platforms/netbsd.ts";
import { canBeLive, runLive } from "../live-system.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx } from "./run-utmpx.ts";

const SERVER = "test/fixtures/server";
const WTMP = `${SERVER}/var/log/wtmp`;
const BTMP = `${SERVER}/var/log/btmp`;
/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000;

function login(user: string, line: string, at: number): TestRecord {
  return { type: "USER_PROCESS", user, line, seconds: NOON + at };
}

/** Users that are listed. */
function usersOf(out: string): string[] {
  const lines = out.split("\n").filter((line) => line !== "" && !line.includes(" begins "));
  return lines.map((line) => line.split(" ", 1)[0] ?? "");
}

describe("files", () => {
  test("are listed one after the other, and a limit counts over all", () => {
    using directory = new TemporaryDirectory();
    const [a, b] = [directory.at("a"), directory.at("b")];
    writeFileSync(a, recordBytes([login("al", "pts/0", 0), login("bo", "pts/0", 60)]));
    writeFileSync(b, recordBytes([login("cy", "pts/0", 0), login("di", "pts/0", 60)]));
    const list = (...args: string[]): string[] =>
      usersOf(runUtmpx(["last", "-f", a, "-f", b, ...args]).out);
    expect(list()).toEqual(["bo", "al", "di", "cy"]);
    expect(list("-3")).toEqual(["bo", "al", "di"]);
    // last(1) counts a line when it has printed it.
    expect(list("-1")).toEqual(["bo", "di"]);
    const { out } = runUtmpx(["last", "-1", "-f", a, "-f", b]);
    expect(out.match(/^\w begins .*/gm)).toEqual([
      "a begins Fri Nov 20 12:00:00 2026",
      "b begins Fri Nov 20 12:00:00 2026",
    ]);
  });

  test("that can't be read keep nobody from the others", () => {
    const { code, out, err } = runUtmpx(["last", "-f", "/nonexistent", "-f", WTMP]);
    expect(code).toBe(1);
    expect(out).toBe(runUtmpx(["last", "-f", WTMP]).out);
    expect(err).toBe("utmpx: ENOENT: no such file or directory, open '/nonexistent'\n");
  });

  test.each(["--json", "--csv", "-x"])("that can't be read at all print nothing: %s", (option) => {
    for (const files of [["/nonexistent"], ["/nonexistent", "/nonexistent/too"]]) {
      const named = files.flatMap((file) => ["-f", file]);
      const { code, out } = runUtmpx(["last", option, ...named]);
      expect({ code, out }).toEqual({ code: 3, out: "" });
    }
  });

  test("with a torn record at the end lose no other", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, Buffer.concat([readFileSync(WTMP), Buffer.from("torn")]));
    const { code, out, err } = runUtmpx(["last", "-x", "-f", path]);
    expect(code).toBe(1);
    expect(out).toBe(runUtmpx(["last", "-x", "-f", WTMP]).out);
    const detail = "4 bytes remain and a record takes 384";
    expect(err).toBe(`utmpx: Cannot decode "${path}" at byte ${28 * 384}: ${detail}\n`);
  });

  test("without a record begin when their inode was changed", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("empty");
    writeFileSync(path, "");
    const changed = new Date(statSync(path).ctimeMs).toISOString().slice(0, 19);
    const { code, out } = runUtmpx(["last", "--time-format", "iso", "-f", path]);
    expect({ code, out }).toEqual({ code: 0, out: `\nempty begins ${changed}+00:00\n` });
    expect(runUtmpx(["last", "--time-format", "notime", "-f", path]).out).toBe("");
    expect(runUtmpx(["last", "--json", "-f", path]).out).toBe("[]\n");
  });
});

test("a signature does not tell when a file begins", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("wtmpx");
  const { types } = netbsdUtmpx520;
  const signature = { type: types.indexOf("SIGNATURE"), user: "utmpx-2.00" };
  const records = [signature, login("al", "pts/0", 0), login("bo", "pts/1", 60)];
  writeFileSync(path, recordBytes(records, netbsdUtmpx520));
  for (const limit of ["-0", "-1"]) {
    const { code, out } = runUtmpx(["last", limit, "-f", path]);
    expect(code).toBe(0);
    expect(out).toEndWith("\nwtmpx begins Fri Nov 20 12:00:00 2026\n");
    expect(usersOf(out)).toEqual(["bo", "al"].slice(0, limit === "-0" ? 2 : 1));
  }
});

(canBeLive ? test : test.skip)("the system's own files are read if none is named", () => {
  const main = Bun.fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  for (const [tool, path] of [
    ["last", WTMP],
    ["lastb", BTMP],
  ] as const) {
    const live = runLive(SERVER, [process.execPath, main, tool, "-w"]);
    expect(live).toBe(runUtmpx([tool, "-w", "-f", path]).out);
    expect(live).toContain(`tmp begins `);
  }
});

describe("a pipe", () => {
  const stdin = readFileSync(WTMP);

  test.each([[[]], [["-3"]], [["-x", "-i"]], [["--ndjson"]]])("is read once: %j", (args) => {
    const shown = runUtmpx(["last", ...args, "-f", "/dev/stdin"], { stdin });
    const { code, out } = runUtmpx(["last", ...args, "-f", WTMP]);
    expect(shown.code).toBe(code);
    expect(shown.out).toBe(out.replace(/^wtmp begins/m, "stdin begins"));
  });

  test("without a record begins, too", () => {
    const { code, out } = runUtmpx(["last", "-f", "/dev/stdin"], { stdin: "" });
    expect(code).toBe(0);
    expect(out).toMatch(/^\nstdin begins \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\n$/);
  });
});

test.each(["last", "lastb"])("%s ends behind a FIFO that held no record", (tool) => {
  using directory = new TemporaryDirectory();
  const path = directory.at("fifo");
  Bun.spawnSync(["mkfifo", path]);
  const signature = { type: netbsdUtmpx520.types.indexOf("SIGNATURE"), user: "utmpx-2.00" };
  const signed = recordBytes([signature], netbsdUtmpx520);
  const main = Bun.fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const args = [tool, "--time-format", "iso", "-f", path, "--layout"];
  const inputs: [string, Uint8Array][] = [["auto", new Uint8Array()]];
  if (tool === "last") inputs.push(["netbsd-utmpx-520", signed]);
  for (const [layout, input] of inputs) {
    const writer = Bun.spawn(["dd", `of=${path}`, "status=none"], { stdin: input });
    const { exitCode, stdout } = Bun.spawnSync([process.execPath, main, ...args, layout], {
      env: { ...process.env, TZ: "UTC" },
      timeout: 2000,
    });
    writer.kill();
    const changed = new Date(statSync(path).ctimeMs).toISOString().slice(0, 19);
    expect([exitCode, stdout.toString()]).toEqual([0, `\nfifo begins ${changed}+00:00\n`]);
  }
});

describe("another system's tree", () => {
  test("is asked instead of this machine", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    const now = Math.floor(Date.now() / 1000) - NOON;
    const fresh = { ...login("root", ":0", now), pid: process.pid };
    writeFileSync(directory.at("var/log/wtmp"), recordBytes([fresh]));
    const { out } = runUtmpx(["last", "--root", directory.path, "--time-format", "notime"]);
    expect(out).toBe("root     :0                              no logout\n");
  });

  test("is as old as its last record", () => {
    const list = (...args: string[]): string[] =>
      usersOf(runUtmpx(["last", "--root", SERVER, ...args]).out);
    expect(list("-s", "today")).toEqual(["bob", "carol", "alice"]);
    expect(list("-s", "-1day", "-p", "now")).toEqual(["bob", "alice"]);
    expect(list("-f", "/var/log/wtmp", "-t", "-1day")[0]).toBe("alice");
    expect(runUtmpx(["last", "--root", SERVER, "-R", "reboot", "-1"]).out).toStartWith(
      "reboot   system boot  Thu Nov 19 00:00   still running\n",
    );
  });
});

describe("lastb", () => {
  test("lists every record as one that ended at once", () => {
    const { code, out } = runUtmpx(["lastb", "-3", "-f", BTMP]);
    expect({ code, out }).toEqual({
      code: 0,
      out: runUtmpx(["lastb", "--root", SERVER, "-3"]).out,
    });
    expect(out).toBe(`\
alice    ssh:notty    198.51.100.23    Fri Nov 20 08:42 - 08:42  (00:00)
postgres ssh:notty    192.0.2.200      Fri Nov 20 05:12 - 05:12  (00:00)
root     ssh:notty    2001:db8:bad::1  Fri Nov 20 03:09 - 03:09  (00:00)

btmp begins Sun Nov  1 04:00:00 2026
`);
  });

  test("takes records of any type and line as they are", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("btmp");
    const system = { type: "BOOT_TIME", user: "reboot", line: "~" } as const;
    writeFileSync(
      path,
      recordBytes([
        login("al", "ftp12", 0),
        { ...system, seconds: NOON },
        { type: 77, line: "x", seconds: NOON },
      ]),
    );
    const { code, out } = runUtmpx(["lastb", "-R", "-f", path]);
    expect({ code, out }).toEqual({
      code: 0,
      out: `\
         x            Fri Nov 20 12:00 - 12:00  (00:00)
reboot   ~            Fri Nov 20 12:00 - 12:00  (00:00)
al       ftp          Fri Nov 20 12:00 - 12:00  (00:00)

btmp begins Fri Nov 20 12:00:00 2026
`,
    });
  });
});
