import { cc } from "bun:ffi";
import { writeFileSync } from "node:fs";
import { TemporaryDirectory } from "../temporary.ts";

/** Has the machine's own headers say what these expressions are. */
export function numbersOf(headers: readonly string[], expressions: readonly string[]): number[] {
  using directory = new TemporaryDirectory();
  const source = directory.at("numbers.c");
  const includes = headers.map((header) => `#include <${header}>\n`).join("");
  writeFileSync(
    source,
    `#define _GNU_SOURCE\n${includes}static const int table[] = { ${expressions.join(", ")} };\nint at(int i) { return table[i]; }\n`,
  );
  const library = cc({ source, symbols: { at: { args: ["int"], returns: "int" } } });
  const numbers = expressions.map((_, i) => library.symbols.at(i));
  library.close();
  return numbers;
}
