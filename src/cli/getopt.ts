import { UsageError } from "./usage-error.ts";

/** How an option is written on a command line. */
export interface OptionSpelling {
  /** A `strings` option can be given more than once, and has all its values. */
  readonly type: "boolean" | "string" | "strings";
  /** Letters that stand for it. */
  readonly short?: string;
  /** Other long names. */
  readonly aliases?: readonly string[];
  /** Whether all commands have it: it takes no abbreviation away from a command's own options. */
  readonly isCommon?: boolean;
}

/** What was given for an option. */
type OptionValue = boolean | string | readonly string[];

/** A command line as it is understood. */
export interface ParsedArguments {
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly operands: readonly string[];
}

/**
 * Parses a command line as getopt_long(3) does: operands among the options, letters together,
 * values that begin with a dash, long names cut short where no other fits, `--` before what is all
 * operands.
 *
 * @param digits name of the option that a number stands for, as in `last -10`: each digit is a letter
 *   that goes behind the number so far
 * @throws {@link UsageError} if it can't be understood
 */
export function parseArguments(
  argv: readonly string[],
  options: Readonly<Record<string, OptionSpelling>>,
  digits: string | null,
): ParsedArguments {
  const values: Record<string, OptionValue> = {};
  const operands: string[] = [];
  const left = [...argv];

  const give = (name: string, value: OptionValue): void => {
    const known = values[name];
    const isList = options[name]?.type === "strings" && typeof value === "string";
    values[name] = isList ? [...(Array.isArray(known) ? known : []), value] : value;
  };
  const giveDigit = (option: string, digit: string): void => {
    const known = values[option];
    if (known === undefined) give(option, digit);
    // What is no number is left for its reader to refuse.
    else if (typeof known === "string" && /[0-9]$/.test(known)) give(option, known + digit);
  };
  const nextValue = (option: string): string => {
    const value = left.shift();
    if (value === undefined) throw new UsageError(`Option "${option}" needs a value`);
    return value;
  };
  const takeLong = (name: string, value: string | undefined): void => {
    const option = fullName(name, options);
    if (options[option]?.type !== "boolean") give(option, value ?? nextValue(`--${name}`));
    else if (value === undefined) give(option, true);
    else throw new UsageError(`Option "--${name}" takes no value`);
  };
  const takeLetters = (cluster: string): void => {
    for (let [letter = "", ...rest] = cluster; letter !== ""; [letter = "", ...rest] = rest) {
      if (digits !== null && /[0-9]/.test(letter)) {
        giveDigit(digits, letter);
        continue;
      }
      const option = Object.keys(options).findLast((one) => options[one]?.short?.includes(letter));
      if (option === undefined) throw new UsageError(`Unknown option "-${letter}"`);
      if (options[option]?.type === "boolean") {
        give(option, true);
        continue;
      }
      give(option, rest.length > 0 ? rest.join("") : nextValue(`-${letter}`));
      return;
    }
  };

  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (arg === "--") operands.push(...left.splice(0));
    else if (name !== undefined) takeLong(name, value);
    else if (!/^-./s.test(arg)) operands.push(arg);
    else takeLetters(arg.slice(1));
  }
  return { values, operands };
}

/** The options by their long names. */
function longNames(options: Readonly<Record<string, OptionSpelling>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(options).flatMap(([name, { aliases = [] }]) =>
      [name, ...aliases].map((long) => [long, name]),
    ),
  );
}

/** getopt_long(3) takes any beginning of a long name that fits no other option. */
function fullName(name: string, options: Readonly<Record<string, OptionSpelling>>): string {
  const names = longNames(options);
  const exact = names.get(name);
  if (exact !== undefined) return exact;
  const all = [...names].filter(([long]) => long.startsWith(name));
  const own = all.filter(([, option]) => options[option]?.isCommon !== true);
  const fitting = own.length > 0 ? own : all;
  const [first, ...others] = new Set(fitting.map(([, option]) => option));
  if (first === undefined) throw new UsageError(`Unknown option "--${name}"`);
  if (others.length === 0) return first;
  const list = fitting.map(([long]) => `--${long}`).join(", ");
  throw new UsageError(`Ambiguous option "--${name}": it can be ${list}`);
}
