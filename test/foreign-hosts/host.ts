// Processes on other systems: what the project asks this machine for is another system's there. Its
// C library is a stand-in, which is found where that system has it, and its files are at their paths.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { canBeLive, runLive } from "../live-system.ts";
import { canBuild, StandIn } from "../stand-in-library.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** Whether there can be a host with a C library and files of its own. */
export const canBeForeign: boolean = canBeLive && canBuild;

const fileOf = (name: string): string => Bun.fileURLToPath(new URL(name, import.meta.url));
const PRELOAD = fileOf("./become.preload.ts");
const CHILD = fileOf("./child.ts");

/** Lays a folder over the one of this machine's libraries. */
const WITH_LIBRARIES =
  'mount -t overlay overlay -o "lowerdir=$1:/usr/lib" /usr/lib && shift && exec "$@"';

/** How a process differs from one of this machine. */
export interface Nature {
  readonly platform?: string;
  /** Functions that no library has. */
  readonly hidden?: readonly string[];
  /** What a stand-in is told: its name, and what its `stand_in` takes. */
  readonly behaviour?: readonly [library: string, mode: number, number: number];
}

/** A system that is not this machine's. */
export interface Host extends Nature {
  /** By their paths. With them, /run and /var/log have nothing else. */
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
  /** A folder whose files are in /usr/lib, too. */
  readonly libraries?: string;
  readonly env?: Readonly<Record<string, string>>;
}

type Child = typeof import("./child.ts");

/** A function that needs nothing but what it is given: its text is run on the other system. */
export type Question<Given = null> = (child: Child, given: Given) => unknown;

/** Asks a process on another system, and gives the answer as JSON has it. */
export function ask<Given = null>(
  { files, libraries, env = {}, ...nature }: Host,
  question: Question<Given>,
  given?: Given,
): unknown {
  const program = `import * as child from ${JSON.stringify(CHILD)};
    console.log(JSON.stringify((${question.toString()})(child, ${JSON.stringify(given ?? null)})));`;
  const become = {
    BUN_OPTIONS: `"--preload=${PRELOAD}"`,
    NATURE: JSON.stringify(nature),
    TZ: "UTC",
  };
  const variables = Object.entries({ ...become, ...env }).map((pair) => pair.join("="));
  const command = ["env", ...variables, process.execPath, "-e", program];
  if (files === undefined) return JSON.parse(run(command));
  using directory = new TemporaryDirectory();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(directory.at(path)), { recursive: true });
    writeFileSync(directory.at(path), content);
  }
  const mount = libraries === undefined ? [] : ["sh", "-c", WITH_LIBRARIES, "sh", libraries];
  return JSON.parse(runLive(directory.path, [...mount, ...command]));
}

function run(command: readonly string[]): string {
  const child = Bun.spawnSync([...command]);
  const err = child.stderr.toString();
  if (child.exitCode !== 0 || err !== "") throw new Error(`Exit code ${child.exitCode}: ${err}`);
  return child.stdout.toString();
}

/** The C library of another system in a folder of its own, under the name that it has there. */
export class ForeignLibrary extends StandIn {
  constructor(system: string, name: string) {
    super(system);
    symlinkSync(this.file, this.at(name));
  }
}

/** The same library without one of its functions, as an older one is. */
export class OlderLibrary extends TemporaryDirectory {
  constructor({ file }: StandIn, name: string, without: string) {
    super();
    // Its name in the table of symbols: another of the same length is never asked for.
    const text = readFileSync(file, "latin1");
    const other = text.replaceAll(`\0${without}\0`, `\0${without.toUpperCase()}\0`);
    if (other === text) throw new Error(`It has no ${without}`);
    writeFileSync(this.at(name), other, "latin1");
  }
}
