import { readFileSync, statSync } from "node:fs";
import { uptime } from "node:os";

/** Files that are changed during a boot and at no other time, but the last, where users log in. */
const TOUCHED_BY_BOOT = [
  "/var/lib/systemd/random-seed", // systemd
  "/var/lib/urandom/random-seed", // Devuan with runit
  "/var/lib/random-seed", // Artix with s6
  "/var/run/utmp", // Alpine with OpenRC
];

/** 2005-07-25: the clock of what booted before it was not set yet. */
const EARLIEST_MICROS = 1_122_334_455e6;

/**
 * When this system was booted, in microseconds since 1970, where no record says it: as gnulib's
 * boot-time-aux.h finds it. The time since the boot is taken from now only if no file tells: it is wrong by any change of the
 * clock and by the time a virtual machine was stopped.
 *
 * @param files those that a boot touches, the best first
 */
export function findBootTime(files: readonly string[] = TOUCHED_BY_BOOT): number {
  for (const file of files) {
    const micros = modifiedMicros(file);
    if (micros !== null && micros >= EARLIEST_MICROS) return micros;
  }
  return Math.round((Date.now() - 1000 * secondsUp()) * 1000);
}

function modifiedMicros(path: string): number | null {
  try {
    return Number(statSync(path, { bigint: true }).mtimeNs / 1000n);
  } catch {
    return null;
  }
}

/** proc(5) has hundredths, and sysinfo(2) whole seconds. */
function secondsUp(): number {
  try {
    return Number.parseFloat(readFileSync("/proc/uptime", "utf8")) || uptime();
  } catch {
    return uptime();
  }
}
