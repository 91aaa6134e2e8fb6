// What can be asked of a process that is on another system.

export * as fs from "node:fs";
export { seteuid } from "node:process";
export * from "../../src/index.ts";
export { runUtmpx } from "../cli/run-utmpx.ts";

/** What something gives, or what it fails with. */
export function attempt(use: () => unknown): unknown {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name, message } = error;
    const code = "code" in error ? error.code : null;
    return { name, code, message, ...("path" in error && { path: error.path }) };
  }
}
