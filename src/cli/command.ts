import { parseArgs } from "node:util";
import { version } from "../../package.json";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** An option: what parses it and what the help says of it. */
export interface CommandOption {
  readonly type: "boolean" | "string";
  readonly short?: string;
  /** Name of the value in the help. */
  readonly value?: string;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, CommandOption>>;

/** The values of the options that were given. */
export type Values<Options extends OptionTable> = {
  readonly [Name in keyof Options]?: Options[Name]["type"] extends "boolean" ? boolean : string;
};

/** A command as it is declared. */
export interface CommandDefinition<Options extends OptionTable> {
  readonly name: string;
  readonly summary: string;
  /** Operands in the usage line, as `[FILE]`. */
  readonly operands: string;
  readonly maxOperands: number;
  readonly options: Options;
  /** Does the work, and gives the exit code. */
  readonly run: (
    values: Values<Options>,
    operands: readonly string[],
    output: Output,
    isColored: boolean,
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
  version: { type: "boolean", help: "show the version" },
  color: { type: "string", value: "WHEN", help: "color text: auto, always or never" },
};

/** Makes a command from its declaration: one table parses the arguments and makes the help. */
export function defineCommand<const Options extends OptionTable>(
  definition: CommandDefinition<Options>,
): Command {
  const options: OptionTable = { ...definition.options, ...COMMON };
  const help = helpText(definition, options);
  return {
    help,
    run(argv, output) {
      const { values, positionals } = parse(argv, options);
      if (values["help"] === true) {
        output.write(help);
        return 0;
      }
      if (values["version"] === true) {
        output.write(`utmpx ${version}\n`);
        return 0;
      }
      const isColored = wantsColor(values["color"]);
      const extra = positionals[definition.maxOperands];
      if (extra !== undefined) throw new UsageError(`Unexpected operand "${extra}"`);
      // parseArgs has held the values against the types that the table declares.
      return definition.run(values as Values<Options>, positionals, output, isColored);
    },
  };
}

/** NO_COLOR (no-color.org) turns colors off, and so does output that is no terminal. */
function wantsColor(when: unknown = "auto"): boolean {
  if (when !== "auto" && when !== "always" && when !== "never") {
    throw new UsageError(`Unknown value "${when}" of --color: known are auto, always, never`);
  }
  return when === "always" || (when === "auto" && process.stdout.isTTY && !process.env["NO_COLOR"]);
}

function parse(argv: readonly string[], options: OptionTable): ReturnType<typeof parseArgs> {
  const args = argv.map((arg, i) =>
    argv.indexOf("--") !== -1 && i > argv.indexOf("--") ? arg : unabbreviate(arg, options),
  );
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(firstSentence(error.message), { cause: error });
  }
}

/** parseArgs goes on to explain its own rules, which are not all ours. */
function firstSentence(message: string): string {
  return message.split(/\.\s/, 1)[0] ?? message;
}

/** getopt_long(3) takes any beginning of a long option that fits no other. */
function unabbreviate(arg: string, options: OptionTable): string {
  const [, name, value = ""] = /^--([a-z][a-z-]*)(=.*)?$/s.exec(arg) ?? [];
  if (name === undefined || name in options) return arg;
  const fitting = Object.keys(options).filter((option) => option.startsWith(name));
  if (fitting.length > 1) {
    throw new UsageError(`Ambiguous option "--${name}": it can be --${fitting.join(", --")}`);
  }
  return fitting[0] === undefined ? arg : `--${fitting[0]}${value}`;
}

function helpText(
  {
    name,
    summary,
    operands,
  }: Pick<CommandDefinition<OptionTable>, "name" | "summary" | "operands">,
  options: OptionTable,
): string {
  const rows = Object.entries(options).map(([option, { short, value, help }]) => {
    const long = `--${option}${value === undefined ? "" : ` ${value}`}`;
    return [short === undefined ? `    ${long}` : `-${short}, ${long}`, help] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
  const usage = `Usage: utmpx ${name} [OPTIONS]${operands === "" ? "" : ` ${operands}`}`;
  return `${usage}\n\n${summary}.\n\n${lines.join("\n")}\n`;
}
