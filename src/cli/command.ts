import { fstatSync } from "node:fs";
import { parseArguments, type OptionSpelling } from "./getopt.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** An option: what parses it and what the help says of it. */
interface CommandOption extends OptionSpelling {
  /** Name of the value in the help. */
  readonly value?: string;
  readonly help: string;
}

type OptionTable = Readonly<Record<string, CommandOption>>;

/** The values of the options that were given. */
export type Values<Options extends OptionTable> = {
  readonly [Name in keyof Options]?: ValueTypes[Options[Name]["type"]];
};

interface ValueTypes {
  readonly boolean: boolean;
  readonly string: string;
  readonly strings: readonly string[];
}

/** A command as it is declared. */
interface CommandDefinition<Options extends OptionTable> {
  readonly name: string;
  readonly summary: string;
  /** Operands in the usage line, as `[FILE]`. */
  readonly operands: string;
  readonly maxOperands: number;
  readonly options: Options;
  /** The option that a number stands for, as in `last -10`. */
  readonly digits?: keyof Options & string;
  /** Does the work, and gives the exit code. */
  readonly run: (
    values: Values<Options>,
    operands: readonly string[],
    output: Output,
    isColored: () => boolean,
  ) => number;
}

/** A command as it is called. */
export interface Command {
  readonly help: string;
  /** @throws {@link UsageError} if the arguments can't be understood */
  readonly run: (argv: readonly string[], output: Output) => number;
}

const COMMON: OptionTable = {
  help: { type: "boolean", short: "h", help: "show this help" },
  version: { type: "boolean", short: "V", help: "show the version" },
  color: {
    type: "string",
    isCommon: true,
    value: "WHEN",
    help: "color text: auto, always or never",
  },
};

/** Makes a command from its declaration: one table parses the arguments and makes the help. */
export function defineCommand<const Options extends OptionTable>(
  definition: CommandDefinition<Options>,
): Command {
  const options: OptionTable = { ...definition.options, ...COMMON };
  return {
    get help() {
      return helpText(definition, options);
    },
    run(argv, output) {
      const { values, operands } = parseArguments(argv, options, definition.digits ?? null);
      if (values["help"] === true) {
        output.write(helpText(definition, options));
        return 0;
      }
      if (values["version"] === true) {
        output.write(version().VERSION_TEXT);
        return 0;
      }
      const isColored = colorRule(values["color"]);
      const extra = operands[definition.maxOperands];
      if (extra !== undefined) throw new UsageError(`Unexpected operand "${extra}"`);
      // The parser has held the values against the types that the table declares.
      return definition.run(values as Values<Options>, operands, output, isColored);
    },
  };
}

/** Loaded where it is asked for. */
function version(): typeof import("./version.ts") {
  return require("./version.ts");
}

/** NO_COLOR (no-color.org) turns colors off, and so does output that is no terminal. */
function colorRule(when: unknown = "auto"): () => boolean {
  if (when !== "auto" && when !== "always" && when !== "never") {
    throw new UsageError(`Unknown value "${when}" of --color: known are auto, always, never`);
  }
  return () => when === "always" || (when === "auto" && !process.env["NO_COLOR"] && isTerminal());
}

/** Loading the stream takes as long as half a command: files and pipes are seen to be none before. */
function isTerminal(): boolean {
  return isDevice(1) && process.stdout.isTTY;
}

function isDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    // The stream tells what is there, if anything is.
    return true;
  }
}

/** An option that takes more columns has its help on a line of its own. */
const MAX_LEFT = 26;

function helpText(
  {
    name,
    summary,
    operands,
  }: Pick<CommandDefinition<OptionTable>, "name" | "summary" | "operands">,
  options: OptionTable,
): string {
  const rows = Object.entries(options).map(
    ([option, { short = "", aliases = [], value, help }]) => {
      const letters = [...short].map((letter) => `-${letter}`);
      const longs = [option, ...aliases].map((name) => `--${name}`);
      const left = [...letters, ...longs].join(", ") + (value === undefined ? "" : ` ${value}`);
      return [short === "" ? `    ${left}` : left, help] as const;
    },
  );
  const widths = rows.map(([left]) => left.length).filter((length) => length <= MAX_LEFT);
  const width = Math.max(...widths);
  const lines = rows.map(([left, right]) => {
    const beginning =
      left.length > width ? `  ${left}\n  ${" ".repeat(width)}` : `  ${left.padEnd(width)}`;
    return `${beginning}  ${right}`;
  });
  const usage = `Usage: utmpx ${name} [OPTIONS]${operands === "" ? "" : ` ${operands}`}`;
  return `${usage}\n\n${summary}.\n\n${lines.join("\n")}\n`;
}
