// Runs command lines of ours and the same of the old tool, many in one process: starting one of ours
// for each takes most of the time. The C library takes zone and locale from the environment.

import { closeSync, openSync, readFileSync } from "node:fs";
import type { Command } from "../../src/cli/command.ts";
import { visible } from "../../src/cli/byte-text.ts";
import { Output } from "../../src/cli/output.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** What both print for a command line; `null` if it is refused. */
export interface Twins {
  readonly args: readonly string[];
  readonly ours: string | null;
  /** Made safe to show, line by line. */
  readonly theirs: string | null;
}

type Tool = "who" | "users" | "lastlog";

/** What the process is told. */
interface Task {
  readonly tool: Tool;
  readonly runs: readonly (readonly string[])[];
  /** Arguments that only ours gets. */
  readonly more: readonly string[];
}

/**
 * Runs all these.
 *
 * @param prefix a command that runs the process where the files are that it reads
 */
export function runTwins(
  task: Task,
  env: Readonly<Record<string, string>>,
  prefix: readonly string[] = [],
): Twins[] {
  const child = Bun.spawnSync([...prefix, process.execPath, import.meta.path], {
    env: { ...process.env, ...env },
    stdin: Buffer.from(JSON.stringify(task)),
  });
  if (child.exitCode !== 0) throw new Error(child.stderr.toString());
  return JSON.parse(child.stdout.toString());
}

async function load(tool: Tool): Promise<Command> {
  switch (tool) {
    case "who":
      return (await import("../../src/cli/who.ts")).default;
    case "users":
      return (await import("../../src/cli/users.ts")).default;
    case "lastlog":
      return (await import("../../src/cli/lastlog.ts")).default;
  }
}

function ours(command: Command, args: readonly string[], path: string): string | null {
  const fd = openSync(path, "w");
  try {
    const output = new Output(() => fd, path);
    command.run(args, output);
    output.flush();
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  } finally {
    closeSync(fd);
  }
}

function theirs(tool: Tool, args: readonly string[]): string | null {
  const { exitCode, stdout } = Bun.spawnSync([tool, ...args], {
    env: process.env,
    stdin: "ignore",
  });
  if (exitCode !== 0) return null;
  const lines = stdout.toString("latin1").split("\n");
  return lines.map((line) => visible(line, true)).join("\n");
}

if (import.meta.main) {
  const { tool, runs, more }: Task = JSON.parse(readFileSync(0, "utf8"));
  const command = await load(tool);
  using directory = new TemporaryDirectory();
  const path = directory.at("out");
  const twins = runs.map((args): Twins => {
    return { args, ours: ours(command, [...args, ...more], path), theirs: theirs(tool, args) };
  });
  await Bun.write(Bun.stdout, JSON.stringify(twins));
}

/** The tools of this list that are here: in CI all must be, elsewhere their tests are skipped. */
export function hasTools(...tools: readonly string[]): boolean {
  const missing = tools.filter((tool) => Bun.which(tool) === null);
  if (missing.length === 0 || process.env["CI"] !== undefined) return true;
  console.log(`skipping comparisons: ${missing.join(", ")} is not here`);
  return false;
}
