import type { UtmpEntry } from "../entry.ts";
import { hasCode } from "../errors.ts";
import { Utmp } from "../views/utmp.ts";
import { byteText, type ByteText } from "./byte-text.ts";
import { layoutValue, rootValue, sourceValue } from "./common-options.ts";
import { UsageError } from "./usage-error.ts";

/** What is read, as the command line says. */
interface WhoValues {
  readonly root?: string;
  readonly layout?: string;
  readonly source?: string;
}

/** Who is logged in, and whether this machine can be asked about them. */
export interface WhoSource {
  readonly view: Utmp;
  /** Whether it is the running system's own record, not a file. */
  readonly isOwn: boolean;
  /** Whether its terminals are those of this machine. */
  readonly isHere: boolean;
}

/**
 * What who(1) and users(1) read.
 *
 * @throws {@link UsageError} if there can be no such file
 */
export function whoSource(values: WhoValues, path: string | undefined): WhoSource {
  if (path === "") throw new UsageError("Cannot read an empty name: a file is wanted");
  const view = new Utmp({
    ...(path !== undefined && { path }),
    ...layoutValue(values, "utmp"),
    ...rootValue(values),
    ...sourceValue(values),
  });
  const isHere = values.root === undefined;
  return { view, isOwn: isHere && path === undefined, isHere };
}

/** The records; of the running system's own without users whose process has ended. */
export function* whoEntries({ view, isOwn }: WhoSource): Generator<UtmpEntry, undefined> {
  for (const entry of view) {
    if (!isOwn || !entry.isUserProcess || isThere(entry.pid)) yield entry;
  }
}

function isThere(pid: number | null): boolean {
  if (pid === null || pid <= 0) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Others' processes can't be signalled, but they are there.
    return !hasCode(error, "ESRCH");
  }
}

/** The names of all users, without the blanks at their ends, in the order of the records. */
export function userNames(source: WhoSource): ByteText[] {
  const names: ByteText[] = [];
  for (const { isUserProcess, user, userBytes } of whoEntries(source)) {
    if (isUserProcess) names.push(byteText(user, userBytes).replace(/ +$/, ""));
  }
  return names;
}
