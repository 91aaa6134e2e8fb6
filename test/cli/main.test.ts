import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { hostPlatform, layoutNames } from "../../platforms/index.ts";
import { recordBytes } from "../records.ts";
import { runUtmpx } from "./run-utmpx.ts";

const MAIN = Bun.fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

const HELP = `Usage: utmpx COMMAND [OPTIONS] [OPERANDS]

Reads a system's login records. Commands:

  report    who is on, who was, who failed, and what can't be known
  sessions  from login to logout, and how each session ended
  failed    failed logins, listed or counted
  last      who was logged in, as last(1)
  lastb     failed logins, as lastb(1)
  who       who is logged in, as who(1)
  users     the names of those who are, as users(1)
  lastlog   when each user last logged in, as lastlog(8)
  ac        how long users were logged in, as ac(8)
  dump      the records of a file, one a line; or text back to records
  sources   where this system keeps its logins, and what is there

  utmpx COMMAND --help tells the options of a command.
  utmpx --version tells the version.
`;

describe("utmpx", () => {
  test("--help shows the commands", () => {
    expect(runUtmpx(["--help"])).toEqual({ code: 0, out: HELP, err: "" });
  });

  test("--version shows the version of the package", () => {
    expect(runUtmpx(["--version"])).toEqual({
      code: 0,
      out: `utmpx ${packageJson.version}\n`,
      err: "",
    });
  });

  test("without a command says so, and exits with 2", () => {
    expect(runUtmpx([])).toEqual({ code: 2, out: "", err: `utmpx: A command is missing\n${HELP}` });
  });

  test("an unknown command is quoted safely, and exits with 2", () => {
    const err = `utmpx: Unknown command "\\x1b[2J"\n${HELP}`;
    expect(runUtmpx(["\x1b[2J"])).toEqual({ code: 2, out: "", err });
    expect(runUtmpx(["toString"]).code).toBe(2);
  });

  test("two formats are refused", () => {
    const { code, err } = runUtmpx(["sources", "--json", "--csv"]);
    expect([code, err.split("\n")[0]]).toEqual([
      2,
      "utmpx sources: Cannot print both --json and --csv",
    ]);
  });

  test("a zone that is none is refused", () => {
    const { code, err } = runUtmpx(["report", "--tz", "Mars/Olympus"]);
    const message =
      'utmpx report: Unknown time zone "Mars/Olympus": an IANA name is wanted, as Europe/Berlin';
    expect([code, err.split("\n")[0]]).toEqual([2, message]);
  });

  test("a layout that is none is refused", () => {
    const { code, err } = runUtmpx(["dump", "--layout", "vax", "x"]);
    const message = `utmpx dump: Unknown layout "vax": known are ${layoutNames().join(", ")}`;
    expect([code, err.split("\n")[0]]).toEqual([2, message]);
  });

  test("a root that is not there is an error, not a host without records", () => {
    const { code, out, err } = runUtmpx(["report", "--root", "/nonexistent"]);
    const message = "utmpx: ENOENT: no such file or directory, open '/nonexistent'\n";
    expect({ code, out, err }).toEqual({
      code: 3,
      out: "",
      err: message,
    });
  });
});

describe("output", () => {
  const alices = Array.from({ length: 20_000 }, () => ({ user: "alice" }));
  const many = recordBytes(alices, hostPlatform().files.utmp);

  test("a closed pipe ends quietly with 0", () => {
    const script = `"$1" "$2" dump --ndjson; echo $? >&2`;
    const child = Bun.spawnSync(
      ["sh", "-c", `(${script}) | head -n 1`, "sh", process.execPath, MAIN],
      { stdin: many },
    );
    expect(child.stdout.toString().split("\n")).toHaveLength(2);
    expect(child.stderr.toString()).toBe("0\n");
  });

  test("a full disk is said, with 1", () => {
    // In CI a missing /dev/full is a failure: nothing else is full for certain.
    expect(existsSync("/dev/full")).toBe(true);
    for (const command of [["dump", "--json"], ["sources"], ["report"], ["--help"]]) {
      const child = Bun.spawnSync(
        ["sh", "-c", `"$@" > /dev/full`, "sh", process.execPath, MAIN, ...command],
        { stdin: many },
      );
      expect(child.stderr.toString()).toContain(
        "utmpx: Cannot write standard output: ENOSPC: no space left on device, write\n",
      );
      expect(child.exitCode).toBe(1);
    }
  });
});
