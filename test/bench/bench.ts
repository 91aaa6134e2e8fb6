// Compares what this package does with large files and what other programs do. Options: --records N,
// --rounds N, --json FILE. The numbers are printed beside their goals; only wrong answers make it
// fail. With the default of 1,000,000 records it takes 10 GB in a temporary directory.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeData } from "./data.ts";
import { thisMachine } from "./machine.ts";
import { measure, type Run } from "./measure.ts";
import { compare, measuredOf, resultText, type Result } from "./result.ts";
import { prepareWorks } from "./works.ts";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      records: { type: "string", default: "1000000" },
      rounds: { type: "string", default: "5" },
      json: { type: "string" },
    },
  });
  const records = countOf("records", values.records);
  const rounds = countOf("rounds", values.rounds);
  const directory = mkdtempSync(join(tmpdir(), "bun-utmpx-bench-"));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const stop = (): never => {
    remove();
    process.exit(130);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const result = await bench(directory, records, rounds);
    console.log(resultText(result));
    if (values.json !== undefined) {
      writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
    }
  } finally {
    remove();
  }
}

async function bench(directory: string, records: number, rounds: number): Promise<Result> {
  const { works, skipped, goals, peak } = prepareWorks(directory, makeData(directory, records));
  const runs = works.map((): Run[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, work] of works.entries()) {
      // Signals are heard between two processes.
      await Bun.sleep(0);
      const run = measure(work, peak);
      if (round > 0) runs[i]?.push(run);
    }
  }
  const measured = works.map((work, i) => measuredOf(work, runs[i] ?? []));
  const comparisons = compare(measured, goals);
  return { machine: thisMachine(), records, rounds, works: measured, comparisons, skipped };
}

function countOf(option: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new RangeError(`Cannot take "${text}" as --${option}: it must be a whole number from 1`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
