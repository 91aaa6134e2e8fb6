// Makes a process one of another system, before anything that it runs is loaded. NATURE says how.

import type { Nature } from "./host.ts";

// An import of this module by name is bound for good: it is changed before the first of them.
const ffi: typeof import("bun:ffi") = require("bun:ffi");
const { dlopen } = ffi;

const nature: Nature = JSON.parse(process.env["NATURE"] ?? "{}");
const { platform, hidden = [], behaviour } = nature;

if (platform !== undefined) Object.defineProperty(process, "platform", { value: platform });

if (behaviour !== undefined) {
  const [library, mode, number] = behaviour;
  const symbols = { stand_in: { args: ["i32", "i32"], returns: "void" } } as const; // void stand_in(int, int)
  dlopen(library, symbols).symbols.stand_in(mode, number);
}

const dlopenButHidden: typeof dlopen = (library, symbols) => {
  const missing = hidden.find((name) => name in symbols);
  if (missing === undefined) return dlopen(library, symbols);
  throw new Error(`Symbol "${missing}" not found in "${String(library)}"`);
};
if (hidden.length > 0) Object.assign(ffi, { dlopen: dlopenButHidden });
