import { join } from "node:path";
import type { Contained } from "./make-wtmp.ts";

export type WorkName = "file" | "libc" | "fread" | "getutxent" | "utmpdump" | "empty";

/** A process that is measured. */
export interface Work {
  readonly name: WorkName;
  readonly title: string;
  readonly command: readonly string[];
  /** What it prints; `null` if that is not looked at. */
  readonly expected: string | null;
}

/** A work that this machine can't do. */
export interface Skipped {
  readonly name: WorkName;
  readonly reason: string;
}

/**
 * Compiles the peers into a directory, and gives the works in the order of their turns.
 *
 * @throws Error if the machine has no C compiler
 */
export function prepareWorks(
  directory: string,
  path: string,
  { records, logins, checksum }: Contained,
): { works: Work[]; skipped: Skipped[]; peak: string } {
  const peak = mustCompile("peak", directory);
  const fread = mustCompile("fread", directory);
  const getutxent = compile("getutxent", directory);
  const utmpdump = Bun.which("utmpdump");
  const readEntries = [process.execPath, join(import.meta.dir, "read-entries.ts"), path];
  const entries = `${records} ${checksum}`;
  const counts = `${records} ${logins}`;

  const works: Work[] = [
    { name: "file", title: "ours, file", command: [...readEntries, "file"], expected: entries },
    { name: "fread", title: "C, fread", command: [fread, path], expected: counts },
  ];
  const skipped: Skipped[] = [];
  if ("error" in getutxent) {
    for (const name of ["libc", "getutxent", "utmpdump"] as const) {
      skipped.push({ name, reason: getutxent.error });
    }
  } else {
    works.push(
      { name: "libc", title: "ours, libc", command: [...readEntries, "libc"], expected: entries },
      {
        name: "getutxent",
        title: "C, getutxent",
        command: [getutxent.program, path],
        expected: counts,
      },
    );
    if (utmpdump === null) {
      skipped.push({ name: "utmpdump", reason: "this machine does not have it" });
    } else {
      const command = [utmpdump, path];
      works.push({ name: "utmpdump", title: "utmpdump", command, expected: null });
    }
  }
  const command = [process.execPath, "-e", "0"];
  works.push({ name: "empty", title: "empty Bun", command, expected: "" });
  return { works, skipped, peak };
}

function mustCompile(name: string, directory: string): string {
  const compiled = compile(name, directory);
  if ("error" in compiled) throw new Error(`Cannot compile ${name}.c: ${compiled.error}`);
  return compiled.program;
}

function compile(name: string, directory: string): { program: string } | { error: string } {
  const cc = Bun.which("cc");
  if (cc === null) return { error: "this machine has no cc" };
  const program = join(directory, name);
  const source = join(import.meta.dir, `${name}.c`);
  const { exitCode, stderr } = Bun.spawnSync([cc, "-O2", "-o", program, source]);
  if (exitCode === 0) return { program };
  const lines = stderr.toString().trim().split("\n");
  return { error: lines.find((line) => line.includes("error:")) ?? lines.join(" ") };
}
