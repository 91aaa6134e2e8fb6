import type { SystemLibrary } from "../../src/platform.ts";

const urlOf = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

/** How a process gets its library, as text of a program. */
const OPEN = {
  host: `(await import(${urlOf("../../platforms/index.ts")})).hostPlatform().openLibrary()`,
  darwin: `(await import(${urlOf("../../platforms/darwin-library.ts")})).openDarwin(file)`,
  freebsd: `(await import(${urlOf("../../platforms/freebsd-library.ts")})).openFreebsd(file)`,
} as const;

/** The machine's own library, or a stand-in for another's. */
export type Which = "host" | { readonly system: "darwin" | "freebsd"; readonly file: string };

/** A function that needs nothing but what it is given: its text is run in another process. */
export type Question<Given> = (library: SystemLibrary, given: Given) => unknown;

/** A command that asks a process's library and prints the answer as JSON has it. */
export function questionCommand<Given>(
  question: Question<Given>,
  given: Given,
  which: Which = "host",
): string[] {
  const { system, file } = which === "host" ? { system: which, file: "" } : which;
  const program = `const file = ${JSON.stringify(file)};
    const library = ${OPEN[system]};
    console.log(JSON.stringify((${question.toString()})(library, ${JSON.stringify(given)})));`;
  return [process.execPath, "-e", program];
}

/** libc has the environment with which its process began: asks it in one that has this. */
export function askLibrary<Given>(
  env: Readonly<Record<string, string>>,
  question: Question<Given>,
  given: Given,
  which: Which = "host",
): unknown {
  return JSON.parse(run(questionCommand(question, given, which), { ...plain(), ...env }));
}

/** This process's environment without what it says of places and languages. */
export function plain(): Record<string, string | undefined> {
  const variables = Object.entries(process.env).filter(([name]) => !/^(TZ|LANG|LC_.*)$/.test(name));
  return Object.fromEntries(variables);
}

/** What a command prints; it must succeed. */
export function run(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
  input: string = "",
): string {
  const child = Bun.spawnSync([...command], { env, stdin: Buffer.from(input) });
  const err = child.stderr.toString();
  if (child.exitCode !== 0 || err !== "") {
    throw new Error(`${command.join(" ")} ended with ${child.exitCode}: ${err}`);
  }
  return child.stdout.toString();
}
