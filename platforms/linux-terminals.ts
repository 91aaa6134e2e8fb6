import { readdirSync, statSync, type BigIntStats } from "node:fs";
import type { TerminalGuess } from "../src/platform.ts";

/** How long after its session has begun a terminal is opened, at most. */
const OPENED_WITHIN_MICROS = 5_000_000;

interface Terminal {
  readonly line: string;
  readonly uid: number;
  /** When it was given to its user, in microseconds since 1970. */
  readonly changedMicros: number;
}

/**
 * Guesses as gnulib's readutmp.c does: of the terminals that are the user's, the first to be changed
 * since the session began, if that was within five seconds.
 *
 * @param directory where pseudo terminals are; it is looked at when the first guess is made
 */
export function guessTerminals(directory = "/dev/pts"): TerminalGuess {
  let terminals: readonly Terminal[] | undefined;
  return (uid, startMicros) => {
    terminals ??= listTerminals(directory);
    let best: Terminal | null = null;
    for (const terminal of terminals) {
      const after = terminal.changedMicros - startMicros;
      if (terminal.uid !== uid || after < 0 || after > OPENED_WITHIN_MICROS) continue;
      if (best === null || terminal.changedMicros < best.changedMicros) best = terminal;
    }
    return best?.line ?? null;
  };
}

function listTerminals(directory: string): Terminal[] {
  const numbers = namesIn(directory).filter((name) => /^[0-9]{1,10}$/.test(name));
  return numbers.flatMap((name) => {
    const stats = statsOf(`${directory}/${name}`);
    if (stats === null) return [];
    const changedMicros = Number(stats.ctimeNs / 1000n);
    return [{ line: `pts/${name}`, uid: Number(stats.uid), changedMicros }];
  });
}

/** None where there are no pseudo terminals. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** `null` for a terminal that was just closed. */
function statsOf(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
