import { readFileSync } from "node:fs";
import type { Work } from "./works.ts";

/** One run of a process, from its start to its end. */
export interface Run {
  readonly seconds: number;
  readonly peakBytes: number;
}

/**
 * Runs a work once. The time is that of the process and of the one of `peak.c` around it.
 *
 * @param peak path of the program that `peak.c` is compiled to
 * @throws Error if the process fails, or prints something else than it should
 */
export function measure(work: Work, peak: string): Run {
  const peakFile = `${peak}.bytes`;
  const start = performance.now();
  const { exitCode, stdout, stderr } = Bun.spawnSync([peak, peakFile, ...work.command], {
    stdin: "ignore",
    stdout: work.expected === null ? "ignore" : "pipe",
    stderr: "pipe",
  });
  const seconds = (performance.now() - start) / 1000;
  if (exitCode !== 0) {
    throw new Error(`"${work.title}" failed with ${exitCode}: ${stderr.toString().trim()}`);
  }
  const printed = stdout?.toString().trim() ?? null;
  if (work.expected !== null && printed !== work.expected) {
    throw new Error(`"${work.title}" printed "${printed}" and not "${work.expected}"`);
  }
  return { seconds, peakBytes: Number(readFileSync(peakFile, "utf8")) };
}

/** The middle one of some numbers; of an even count, what is half way between the middle two. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
