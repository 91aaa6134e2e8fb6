// What a process says of local time: the C library takes the zone from the environment, once.

import { readFileSync } from "node:fs";
import { localZone } from "../../src/cli/zone.ts";
import { parseTime } from "../../src/cli/time-string.ts";
import { ctime, lastIsoTime } from "../../src/local-time.ts";

/** What to ask. */
export interface LocalTask {
  /** Instants to show. */
  readonly times?: readonly number[];
  /** Texts to understand, and from when on. */
  readonly texts?: readonly string[];
  readonly now?: number;
}

/** What it says. */
export interface LocalAnswer {
  readonly name: string;
  readonly ctimes: readonly (string | null)[];
  readonly isoTimes: readonly (string | null)[];
  readonly micros: readonly (number | null)[];
}

/** Asks a process whose environment has this `TZ`, or none. */
export function askLocally(
  tz: string | undefined,
  task: LocalTask,
  env: Readonly<Record<string, string>> = {},
): LocalAnswer {
  const child = Bun.spawnSync([process.execPath, import.meta.path], {
    env: { ...process.env, TZ: tz, LC_ALL: "C", ...env },
    stdin: Buffer.from(JSON.stringify(task)),
  });
  if (child.exitCode !== 0) throw new Error(child.stderr.toString());
  return JSON.parse(child.stdout.toString());
}

if (import.meta.main) {
  const { times = [], texts = [], now = 0 }: LocalTask = JSON.parse(readFileSync(0, "utf8"));
  const zone = localZone();
  const answer: LocalAnswer = {
    name: zone.name,
    ctimes: times.map((time) => ctime(zone, time)),
    isoTimes: times.map((time) => lastIsoTime(zone, time)),
    micros: texts.map((text) => parseTime(text, now, zone)),
  };
  process.stdout.write(JSON.stringify(answer));
}
