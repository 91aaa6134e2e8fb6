// Runs our ac and ac(8) over random files, many in one process: starting one of ours for each takes
// most of the time. The C library takes the zone from the environment.

import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import command from "../../src/cli/ac.ts";
import { visible } from "../../src/cli/byte-text.ts";
import { Output } from "../../src/cli/output.ts";
import { randomNumbers } from "../bench/random.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { acCase } from "./ac-cases.ts";

/** What a command prints and how it ends. */
export interface AcRun {
  readonly out: string;
  readonly code: number;
}

/** The same of both. */
export interface AcTwins {
  readonly args: readonly string[];
  readonly ours: AcRun;
  /** Made safe to show. */
  readonly theirs: AcRun;
}

interface Task {
  readonly seed: number;
  readonly runs: number;
}

/** Runs both so many times in a zone. */
export function runAcTwins(task: Task, zone: string): AcTwins[] {
  const child = Bun.spawnSync([process.execPath, import.meta.path], {
    env: { ...process.env, TZ: zone },
    stdin: Buffer.from(JSON.stringify(task)),
  });
  if (child.exitCode !== 0) throw new Error(child.stderr.toString());
  return JSON.parse(child.stdout.toString());
}

/** Layouts are not guessed from random records. */
const LAYOUT = ["--layout", "linux-glibc-384-le"];

function runOurs(args: readonly string[], path: string): AcRun {
  const fd = openSync(path, "w");
  try {
    const output = new Output(() => fd, path);
    const code = command.run([...LAYOUT, ...args], output);
    output.flush();
    return { out: readFileSync(path, "utf8"), code };
  } finally {
    closeSync(fd);
  }
}

function runTheirs(args: readonly string[]): AcRun {
  const { stdout, exitCode } = Bun.spawnSync(["ac", ...args], { env: process.env });
  const lines = stdout.toString("latin1").split("\n");
  return { out: lines.map(visibleLine).join("\n"), code: exitCode };
}

/** TABs that are the tool's own stay: before the text of a record, or behind the name of a day. */
function visibleLine(line: string): string {
  const own = /^(?:\t+|\*\*\t|(?:Today|[A-Z][a-z]{2} [ \d]\d(?: \d{4})?)\t+)/.exec(line)?.[0] ?? "";
  return own + visible(line.slice(own.length), true);
}

/** A second of time(2) begins up to a tick of the kernel late. */
const TICK_MS = 20;

/** Both take the clock for the end of open logins: it must not go on between them. */
function withinSecond<Result>(run: () => Result): Result {
  for (;;) {
    const start = Date.now();
    const second = Math.floor(start / 1000);
    if (start - second * 1000 < TICK_MS) {
      Bun.sleepSync(TICK_MS);
      continue;
    }
    const result = run();
    if (Math.floor(Date.now() / 1000) === second) return result;
  }
}

if (import.meta.main) {
  const { seed, runs }: Task = JSON.parse(readFileSync(0, "utf8"));
  const below = randomNumbers(seed);
  using directory = new TemporaryDirectory();
  const twins = Array.from({ length: runs }, (): AcTwins => {
    const { files, tail, options, users } = acCase(below);
    const paths = files.map((records, i) => {
      const path = directory.at(`wtmp.${i}`);
      writeFileSync(path, Buffer.concat([recordBytes(records), Buffer.alloc(tail, 7)]));
      return path;
    });
    const args = [...options, ...paths.flatMap((path) => ["-f", path]), "--", ...users];
    return withinSecond(() => {
      const theirs = runTheirs(args);
      const ours = runOurs(args, directory.at("out"));
      // A record that is torn is said to be: that is no success.
      const code = tail > 0 ? 1 : theirs.code;
      return { args, ours, theirs: { ...theirs, code } };
    });
  });
  await Bun.write(Bun.stdout, JSON.stringify(twins));
}
