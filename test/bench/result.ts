import type { Machine } from "./machine.ts";
import { median, type Run } from "./measure.ts";
import type { Goal, Skipped, Work } from "./works.ts";

/** The runs of a work, one of each round. */
export interface Measured {
  readonly title: string;
  readonly medianSeconds: number;
  readonly medianPeakBytes: number;
  readonly runs: readonly Run[];
}

/** How two works compare: the median of what each round shows. */
export interface Comparison {
  readonly title: string;
  /** `null` if one of the two was skipped. */
  readonly value: number | null;
  readonly goal: number | null;
}

/** All that a benchmark finds out. */
export interface Result {
  readonly machine: Machine;
  readonly records: number;
  readonly rounds: number;
  readonly works: readonly Measured[];
  readonly comparisons: readonly Comparison[];
  readonly skipped: readonly Skipped[];
}

const MIB = 2 ** 20;
const MOST_MIB = 64;
/** The work whose memory is that of an empty process. */
const EMPTY = "bun -e 0";

export function measuredOf({ title }: Work, runs: readonly Run[]): Measured {
  return {
    title,
    medianSeconds: median(runs.map(({ seconds }) => seconds)),
    medianPeakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
    runs,
  };
}

export function compare(works: readonly Measured[], goals: readonly Goal[]): Comparison[] {
  const times = goals.map(({ title, ours, theirs, by, goal }) => {
    const value = each(works, ours, theirs, (a, b) =>
      by === "ratio" ? a.seconds / b.seconds : 1000 * (a.seconds - b.seconds),
    );
    return { title, value, goal };
  });
  return [
    ...times,
    { title: "most memory - bun -e 0, MiB", value: mostMemory(works), goal: MOST_MIB },
  ];
}

/** How much more memory than an empty process the work of ours has that has most. */
function mostMemory(works: readonly Measured[]): number | null {
  const ours = works.filter(({ title }) => /^(?:utmpx|entries)/.test(title));
  const more = ours.map(({ title }) =>
    each(works, title, EMPTY, (a, b) => (a.peakBytes - b.peakBytes) / MIB),
  );
  return Math.max(...more.map((value) => value ?? 0));
}

function each(
  works: readonly Measured[],
  ours: string,
  theirs: string,
  of: (ours: Run, theirs: Run) => number,
): number | null {
  const runs = works.find(({ title }) => title === ours)?.runs;
  const others = works.find(({ title }) => title === theirs)?.runs;
  if (runs === undefined || others === undefined) return null;
  return median(runs.map((run, round) => of(run, others[round] ?? run)));
}

/** What is printed of a result. */
export function resultText({ machine, records, rounds, works, ...rest }: Result): string {
  const { comparisons, skipped } = rest;
  const titles = [...works, ...comparisons].map(({ title }) => title.length);
  const width = Math.max(...titles);
  const row = (title: string, first: string, second: string): string =>
    `${title.padEnd(width)} ${first.padStart(9)} ${second.padStart(9)}`;
  const lines = [
    `processor  ${machine.processor}, ${machine.cores} cores`,
    `kernel     ${machine.kernel}`,
    `Bun        ${machine.bun}`,
    ...Object.entries(machine.tools).map(([tool, version]) => `${tool.padEnd(10)} ${version}`),
    `data       ${records} records, ${rounds} rounds after one to warm up`,
    "",
    row("work", "median s", "peak MiB"),
    ...works.map(({ title, medianSeconds, medianPeakBytes }) =>
      row(title, medianSeconds.toFixed(3), (medianPeakBytes / MIB).toFixed(1)),
    ),
    ...skipped.map(({ title, reason }) => `${title} skipped: ${reason}`),
    "",
    row("comparison", "median", "goal"),
    ...comparisons.map(({ title, value, goal }) =>
      row(title, value?.toFixed(3) ?? "skipped", goal === null ? "" : `<= ${shown(goal)}`),
    ),
  ];
  return lines.map((line) => line.trimEnd()).join("\n");
}

function shown(goal: number): string {
  return String(Number(goal.toFixed(3)));
}
