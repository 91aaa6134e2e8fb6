// Runs many command lines of ours in one process: starting one for each takes most of the time. The
// C library takes zone and locale from the environment, so each of these has a process of its own.

import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import type { Command } from "../../src/cli/command.ts";
import { Output } from "../../src/cli/output.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { TemporaryDirectory } from "../temporary.ts";
import type { Run } from "./run-utmpx.ts";

/** A command line of ours, and one that is run beside it. */
export interface Task {
  /** The name of the command first. */
  readonly args: readonly string[];
  readonly beside: readonly string[] | null;
}

/** How a command that was run beside ours ended, and the bytes that it printed: a character each. */
type Beside = Pick<Run, "code" | "out">;

interface Answer extends Pick<Run, "code" | "out"> {
  readonly beside: Beside | null;
  /** Which of the markers stands before what it said. */
  readonly marker: number;
}

/** What stands before the lines of a run on standard error, and is in none. */
const MARKER = "\0run\0";

/** How the process is started. */
export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the process where the files are that it reads. */
  readonly prefix?: readonly string[];
}

/** Runs all these, one after the other, and gives what each left behind, in their order. */
export function runMany(
  tasks: readonly Task[],
  { env = {}, prefix = [] }: Start,
): (Run & { readonly beside: Beside | null })[] {
  const child = Bun.spawnSync([...prefix, process.execPath, import.meta.path], {
    env: { ...process.env, NO_COLOR: undefined, TZ: "UTC", ...env },
    stdin: Buffer.from(JSON.stringify(tasks)),
  });
  const said = child.stderr.toString();
  if (child.exitCode !== 0) throw new Error(said);
  const answers: readonly Answer[] = JSON.parse(child.stdout.toString());
  const parts = said.split(MARKER);
  return answers.map(({ code, out, beside, marker }) => {
    return { code, out, err: parts[marker] ?? "", beside };
  });
}

let markers = 0;

function runOurs(command: Command, args: readonly string[], path: string): Answer {
  const fd = openSync(path, "w");
  const marker = ++markers;
  writeSync(2, MARKER);
  try {
    const output = new Output(() => fd, path);
    const code = command.run(args, output);
    output.flush();
    return { code, out: readFileSync(path, "utf8"), beside: null, marker };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, out: "", beside: null, marker };
  } finally {
    closeSync(fd);
  }
}

function runBeside(command: readonly string[]): Beside {
  const { exitCode, stdout } = Bun.spawnSync([...command], { env: process.env, stdin: "ignore" });
  return { code: exitCode, out: stdout.toString("latin1") };
}

/** A second of time(2) begins up to a tick of the kernel late. */
const TICK_MS = 20;

/** Both may look at the clock: it must not go on between them. */
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
  const tasks: readonly Task[] = JSON.parse(readFileSync(0, "utf8"));
  using directory = new TemporaryDirectory();
  const path = directory.at("out");
  const answers: Answer[] = [];
  for (const { args, beside } of tasks) {
    const [name, ...rest] = args;
    const { default: command }: { default: Command } = await import(`../../src/cli/${name}.ts`);
    const answer = (): Answer => runOurs(command, rest, path);
    answers.push(
      beside === null ? answer() : withinSecond(() => ({ ...answer(), beside: runBeside(beside) })),
    );
  }
  await Bun.write(Bun.stdout, JSON.stringify(answers));
}
