#!/usr/bin/env -S bun --config=/dev/null --no-env-file
import { isReadError } from "../errors.ts";
import { printableText } from "../printable.ts";
import type { Command } from "./command.ts";
import { ClosedPipeError, complain, Output, OutputError } from "./output.ts";
import { toolName } from "./tool-name.ts";
import { UsageError } from "./usage-error.ts";

/** Commands, loaded when they are called. */
const COMMANDS: Readonly<Record<string, { summary: string; load: () => Promise<Command> }>> = {
  report: {
    summary: "who is on, who was, who failed, and what can't be known",
    load: async () => (await import("./report.ts")).default,
  },
  sessions: {
    summary: "from login to logout, and how each session ended",
    load: async () => (await import("./sessions.ts")).default,
  },
  failed: {
    summary: "failed logins, listed or counted",
    load: async () => (await import("./failed.ts")).default,
  },
  last: {
    summary: "who was logged in, as last(1)",
    load: async () => (await import("./last.ts")).default,
  },
  lastb: {
    summary: "failed logins, as lastb(1)",
    load: async () => (await import("./lastb.ts")).default,
  },
  who: {
    summary: "who is logged in, as who(1)",
    load: async () => (await import("./who.ts")).default,
  },
  users: {
    summary: "the names of those who are, as users(1)",
    load: async () => (await import("./users.ts")).default,
  },
  lastlog: {
    summary: "when each user last logged in, as lastlog(8)",
    load: async () => (await import("./lastlog.ts")).default,
  },
  ac: {
    summary: "how long users were logged in, as ac(8)",
    load: async () => (await import("./ac.ts")).default,
  },
  dump: {
    summary: "the records of a file, one a line; or text back to records",
    load: async () => (await import("./dump.ts")).default,
  },
  sources: {
    summary: "where this system keeps its logins, and what is there",
    load: async () => (await import("./sources.ts")).default,
  },
};

function help(): string {
  const rows = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(8)}  ${summary}`,
  );
  return `Usage: utmpx COMMAND [OPTIONS] [OPERANDS]

Reads a system's login records. Commands:

${rows.join("\n")}

  utmpx COMMAND --help tells the options of a command.
  utmpx --version tells the version.
`;
}

async function run([name, ...args]: readonly string[], output: Output): Promise<number> {
  if (name === "--help" || name === "-h") {
    output.write(help());
    return 0;
  }
  if (name === "--version" || name === "-V") {
    output.write((await import("./version.ts")).VERSION_TEXT);
    return 0;
  }
  const known = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
  if (known === undefined) {
    const problem = name === undefined ? "A command is missing" : `Unknown command "${name}"`;
    complain(`utmpx: ${printableText(problem)}\n${help().trimEnd()}`);
    return 2;
  }
  const command = await known.load();
  try {
    return command.run(args, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`utmpx ${name}: ${printableText(error.message)}\n${command.help.trimEnd()}`);
    return 2;
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const output = new Output(() => 1, "standard output");
  try {
    const code = await run(argv, output);
    output.flush();
    return code;
  } catch (error) {
    if (error instanceof ClosedPipeError) return 0;
    if (error instanceof OutputError) {
      complain(`utmpx: ${error.message}`);
      return 1;
    }
    if (!isReadError(error)) throw error;
    const hasPrinted = flushed(output);
    // What it takes to say so is loaded only now.
    const remedy = (await import("./remedy.ts")).remedyOf(error);
    const advice = remedy === null ? "" : `: ${remedy}`;
    complain(`utmpx: ${printableText(error.message)}${advice}`);
    return hasPrinted ? 1 : 3;
  }
}

/** Whether there was anything to print before an error. */
function flushed(output: Output): boolean {
  try {
    output.flush();
    return output.hasWritten;
  } catch {
    return true;
  }
}

if (import.meta.main) {
  const argv = process.argv.slice(2);
  const tool = toolName(argv);
  // Not awaited: a module that is takes longer to begin.
  void main(tool === null ? argv : [tool, ...argv]).then((code) => {
    process.exitCode = code;
  });
}
