import { writeFileSync } from "node:fs";
import { sizeOf, type Layout, type UtmpFields } from "../src/layout.ts";
import { openLibrary } from "../src/library.ts";
import { TemporaryDirectory } from "./temporary.ts";

const FOLDER = Bun.fileURLToPath(new URL("./platforms/stand-in", import.meta.url));

const isLinux = process.platform === "linux";

/** In CI a missing compiler is a failure, not a reason to skip. */
export const canBuild: boolean =
  isLinux && (Bun.which("cc") !== null || process.env["CI"] !== undefined);
if (!canBuild) {
  const reason = isLinux ? "there is no cc to build them" : "they are built on Linux";
  console.log(`skipping tests of other systems' libraries: ${reason}`);
}

/** Builds a shared library whose functions prefer each other to those of this machine's libc. */
function build(source: string, library: string): void {
  const flags = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"];
  const command = ["cc", ...flags, "-Wl,-Bsymbolic", `-I${FOLDER}`, "-o", library, source];
  const { exitCode, stderr } = Bun.spawnSync(command);
  if (exitCode !== 0) throw new Error(`${command.join(" ")} failed: ${stderr.toString()}`);
}

/** A library with the functions of another system, built for this machine. */
export class StandIn extends TemporaryDirectory {
  /** Where the library is. */
  readonly file: string = this.at("libc.so");

  /** @param system name of its source in test/platforms/stand-in */
  constructor(system: string) {
    super();
    build(`${FOLDER}/${system}.c`, this.file);
  }

  /** Has the library behave as its `stand_in` says. */
  behave(mode: number, number: number): void {
    const symbols = { stand_in: { args: ["i32", "i32"], returns: "void" } } as const; // void stand_in(int, int)
    openLibrary(this.file, symbols).stand_in(mode, number);
  }
}

/** Has the compiler say what constants are, as a header has them. */
export function compileNumbers(header: string, expressions: readonly string[]): number[] {
  using directory = new TemporaryDirectory();
  const source = directory.at("numbers.c");
  writeFileSync(
    source,
    `#include <stddef.h>
#include "${header}"
static const int numbers[] = { ${expressions.join(", ")} };
int at(int i) { return numbers[i]; }
`,
  );
  build(source, directory.at("numbers.so"));
  const symbols = { at: { args: ["i32"], returns: "i32" } } as const; // int at(int)
  const { at } = openLibrary(directory.at("numbers.so"), symbols);
  return expressions.map((_, i) => at(i));
}

/** Where a member of a struct is, and how large. */
type Place = readonly number[];

/**
 * Has the compiler say where the members of a C struct are.
 *
 * @param members by the names of our fields
 */
export function compileStruct(
  header: string,
  struct: string,
  members: Readonly<Record<string, string>>,
): Record<string, Place> {
  const offsets = Object.values(members).map((member) => `offsetof(${struct}, ${member})`);
  const sizes = Object.values(members).map((member) => `sizeof(((${struct} *)0)->${member})`);
  const [size = 0, ...numbers] = compileNumbers(header, [
    `sizeof(${struct})`,
    ...offsets,
    ...sizes,
  ]);
  const places = Object.keys(members).map((name, i): [string, Place] => [
    name,
    [numbers[i] ?? 0, numbers[i + offsets.length] ?? 0],
  ]);
  return { "the record": [0, size], ...Object.fromEntries(places) };
}

/** The same as a layout declares it: of all fields but those that its records have not. */
export function declaredStruct({ size, fields }: Layout): Record<string, Place> {
  const places = Object.entries<UtmpFields[keyof UtmpFields]>({ ...fields }).flatMap(
    ([name, field]): [string, Place][] => {
      if (field === null || !("offset" in field)) return [];
      return [[name, [field.offset, "kind" in field ? sizeOf(field) : field.length]]];
    },
  );
  return { "the record": [0, size], ...Object.fromEntries(places) };
}
