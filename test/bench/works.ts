import { join } from "node:path";
import type { Data } from "./data.ts";

/** A process that is measured. */
export interface Work {
  readonly title: string;
  readonly command: readonly string[];
  /** What it prints; `null` if that is not looked at. */
  readonly expected: string | null;
}

/** A work that this machine can't do. */
export interface Skipped {
  readonly title: string;
  readonly reason: string;
}

/** What is wanted of a work beside another one. */
export interface Goal {
  readonly title: string;
  readonly ours: string;
  readonly theirs: string;
  /** Whether their times are divided, or ours is how many milliseconds longer. */
  readonly by: "ratio" | "difference";
  /** `null` if there is none: the two are only compared. */
  readonly goal: number | null;
}

const CLI = join(import.meta.dir, "../../src/cli/main.ts");
const NEEDLE = "auser0";

/** All works in the order of their turns, what this machine lacks, and what they are held against. */
export interface Works {
  readonly works: readonly Work[];
  readonly skipped: readonly Skipped[];
  readonly goals: readonly Goal[];
  /** Path of the program that `peak.c` is compiled to. */
  readonly peak: string;
}

/**
 * Compiles the peers into a directory, and gives the works.
 *
 * @throws Error if the machine has no C compiler
 */
export function prepareWorks(directory: string, data: Data): Works {
  const peak = mustCompile("peak", directory);
  const fread = mustCompile("fread", directory);
  const getutxent = compile("getutxent", directory);
  const works: Work[] = [];
  const skipped: Skipped[] = [];
  const add = (title: string, command: readonly string[], expected: string | null = null): void => {
    works.push({ title, command, expected });
  };
  const addTool = (title: string, tool: string, args: readonly string[]): void => {
    const path = Bun.which(tool, { PATH: `/usr/bin:/bin:/usr/sbin:${process.env["PATH"] ?? ""}` });
    if (path === null) skipped.push({ title, reason: "this machine does not have it" });
    else add(title, [path, ...args]);
  };
  const addUtmpx = (...args: string[]): void => {
    add(titleOf(args), [process.execPath, CLI, ...args]);
  };
  const addEntries = (title: string, path: string, source: string, expected: string): void => {
    const script = join(import.meta.dir, "read-entries.ts");
    add(title, [process.execPath, script, path, source], expected);
  };

  const { usual, strangers, few, many, attacks, transfers, halfTransfers } = data;
  add("bun -e 0", [process.execPath, "-e", "0"], "");
  addUtmpx("who", few.path);
  addEntries("entries", usual.path, "file", `${usual.records} ${usual.checksum}`);
  add("fread", [fread, usual.path], `${usual.records} ${usual.logins}`);
  addTool("utmpdump", "utmpdump", [usual.path]);
  if ("error" in getutxent) {
    skipped.push({ title: "entries, libc", reason: getutxent.error });
    skipped.push({ title: "getutxent", reason: getutxent.error });
  } else {
    addEntries("entries, libc", usual.path, "libc", `${usual.records} ${usual.checksum}`);
    add("getutxent", [getutxent.program, usual.path], `${usual.records} ${usual.logins}`);
  }
  addPython(works, skipped, usual.path, `${usual.records} ${usual.logins}`);
  addEntries(
    "entries, hosts differ",
    strangers.path,
    "file",
    `${strangers.records} ${strangers.checksum}`,
  );
  add("fread, hosts differ", [fread, strangers.path], `${strangers.records} ${strangers.logins}`);
  addUtmpx("last", "-f", usual.path);
  addTool("last", "last", ["-f", usual.path]);
  addUtmpx("dump", usual.path);
  addUtmpx("who", usual.path);
  addTool("who", "who", [usual.path]);
  addUtmpx("ac", "-f", usual.path);
  addTool("ac", "ac", ["-f", usual.path]);
  addUtmpx("last", "-n", "10", "-f", few.path);
  addUtmpx("last", "-n", "10", "-f", many.path);
  addUtmpx("failed", "--by", "address", "--top", "20", attacks.path);
  addTool("lastb", "lastb", ["-f", attacks.path]);
  addUtmpx("last", "-f", halfTransfers.path);
  addUtmpx("last", "-f", transfers.path);
  addTool("last, ftp", "last", ["-f", transfers.path]);
  addUtmpx("sessions", "--ndjson", usual.path);
  addUtmpx("sessions", "--ndjson", "--user", NEEDLE, usual.path);
  addUtmpx("sessions", "--ndjson", "--since", data.late, usual.path);

  const goals: Goal[] = [
    ratio("entries", "fread", 2),
    ratio("entries", "utmpdump", 1 / 3),
    ratio("entries", "getutxent", 1 / 10),
    ratio("entries", "python3-utmp", null),
    ratio("entries, hosts differ", "fread, hosts differ", 6),
    ratio(titleOf(["last", "-f", usual.path]), "last", 1 / 3),
    ratio(titleOf(["dump", usual.path]), "utmpdump", 1 / 2),
    ratio(titleOf(["who", usual.path]), "who", 1 / 5),
    ratio(titleOf(["ac", "-f", usual.path]), "ac", 3),
    difference(
      titleOf(["last", "-n", "10", "-f", many.path]),
      titleOf(["last", "-n", "10", "-f", few.path]),
      20,
    ),
    ratio(titleOf(["failed", "--by", "address", "--top", "20", attacks.path]), "lastb", 1 / 5),
    ratio(titleOf(["last", "-f", transfers.path]), titleOf(["last", "-f", halfTransfers.path]), 2),
    ratio(titleOf(["last", "-f", transfers.path]), "last, ftp", null),
    ...["--user", "--since"].map((option) => {
      const value = option === "--user" ? NEEDLE : data.late;
      const filtered = titleOf(["sessions", "--ndjson", option, value, usual.path]);
      return ratio(filtered, titleOf(["sessions", "--ndjson", usual.path]), 1 / 2);
    }),
    difference(titleOf(["who", few.path]), "bun -e 0", 25),
  ];
  return { works, skipped, goals, peak };
}

/** A command line as it is shown: files by their names. */
function titleOf(args: readonly string[]): string {
  const shown = args.map((arg) => arg.slice(arg.lastIndexOf("/") + 1).split("T", 1)[0]);
  return ["utmpx", ...shown].join(" ");
}

function ratio(ours: string, theirs: string, goal: number | null): Goal {
  return { title: `${ours} / ${theirs.replace(/^utmpx /, "")}`, ours, theirs, by: "ratio", goal };
}

function difference(ours: string, theirs: string, goal: number): Goal {
  return {
    title: `${ours} - ${theirs.replace(/^utmpx /, "")}, ms`,
    ours,
    theirs,
    by: "difference",
    goal,
  };
}

const PYTHON = "/usr/bin/python3";

function addPython(works: Work[], skipped: Skipped[], path: string, expected: string): void {
  const title = "python3-utmp";
  try {
    const { exitCode } = Bun.spawnSync([PYTHON, "-c", "import utmp"], { stderr: "ignore" });
    if (exitCode !== 0) throw new Error("this machine does not have it");
    const command = [PYTHON, join(import.meta.dir, "read-entries.py"), path];
    works.push({ title, command, expected });
  } catch {
    skipped.push({ title, reason: "this machine does not have it" });
  }
}

function mustCompile(name: string, directory: string): string {
  const compiled = compile(name, directory);
  if ("error" in compiled) throw new Error(`Cannot compile ${name}.c: ${compiled.error}`);
  return compiled.program;
}

function compile(name: string, directory: string): { program: string } | { error: string } {
  const cc = Bun.which("cc");
  if (cc === null) return { error: "this machine has no cc" };
  const program = join(directory, name);
  const source = join(import.meta.dir, `${name}.c`);
  const { exitCode, stderr } = Bun.spawnSync([cc, "-O2", "-o", program, source]);
  if (exitCode === 0) return { program };
  const lines = stderr.toString().trim().split("\n");
  return { error: lines.find((line) => line.includes("error:")) ?? lines.join(" ") };
}
