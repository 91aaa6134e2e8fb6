import type { Machine } from "./machine.ts";
import { median, type Run } from "./measure.ts";
import type { Skipped, Work, WorkName } from "./works.ts";

/** The runs of a work, one of each round. */
export interface Measured {
  readonly name: WorkName;
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
  readonly goal: number;
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

export function measuredOf({ name, title }: Work, runs: readonly Run[]): Measured {
  return {
    name,
    title,
    medianSeconds: median(runs.map(({ seconds }) => seconds)),
    medianPeakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
    runs,
  };
}

export function compare(works: readonly Measured[]): Comparison[] {
  const ours = runsOf(works, "file") ?? [];
  const each = (peer: WorkName, of: (ours: Run, theirs: Run) => number): number | null => {
    const theirs = runsOf(works, peer);
    if (theirs === null) return null;
    return median(ours.map((run, round) => of(run, theirs[round] ?? run)));
  };
  const time = (peer: WorkName): number | null => each(peer, (a, b) => a.seconds / b.seconds);
  return [
    { title: "ours / fread", value: time("fread"), goal: 3 },
    { title: "ours / utmpdump", value: time("utmpdump"), goal: 1 / 3 },
    { title: "ours / getutxent", value: time("getutxent"), goal: 1 / 10 },
    {
      title: "ours - empty Bun, MiB",
      value: each("empty", (a, b) => (a.peakBytes - b.peakBytes) / MIB),
      goal: 64,
    },
  ];
}

function runsOf(works: readonly Measured[], wanted: WorkName): readonly Run[] | null {
  return works.find(({ name }) => name === wanted)?.runs ?? null;
}

/** What is printed of a result. */
export function resultText({ machine, records, rounds, works, ...rest }: Result): string {
  const lines = [
    `processor  ${machine.processor}, ${machine.cores} cores`,
    `kernel     ${machine.kernel}`,
    `Bun        ${machine.bun}`,
    `utmpdump   ${machine.utmpdump ?? "none"}`,
    `data       ${records} records, ${rounds} rounds after one to warm up`,
    "",
    row("work", "median s", "peak MiB"),
    ...works.map(({ title, medianSeconds, medianPeakBytes }) =>
      row(title, medianSeconds.toFixed(3), (medianPeakBytes / MIB).toFixed(1)),
    ),
    ...rest.skipped.map(({ name, reason }) => `${name} skipped: ${reason}`),
    "",
    row("comparison", "median", "goal"),
    ...rest.comparisons.map(({ title, value, goal }) =>
      row(title, value?.toFixed(3) ?? "skipped", `<= ${Number(goal.toFixed(3))}`),
    ),
  ];
  return lines.join("\n");
}

function row(title: string, first: string, second: string): string {
  return `${title.padEnd(22)} ${first.padStart(9)} ${second.padStart(9)}`;
}
