import { hostPlatform } from "../../platforms/index.ts";
import type { LoginRecord } from "../entry.ts";
import { hasCode } from "../errors.ts";
import { memoized } from "../memo.ts";
import { Utmp } from "../views/utmp.ts";
import { byteText, type ByteText } from "./byte-text.ts";
import type { Values } from "./command.ts";
import { fileValue, loginsPlace, type LoginsOptionTable } from "./common-options.ts";
import { secondsOf } from "./who-row.ts";
import type { Selection } from "./who-selection.ts";
import { terminalOf, type Terminal } from "./who-terminal.ts";

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
export function whoSource(values: Values<LoginsOptionTable>, path: string | undefined): WhoSource {
  const file = path === undefined ? {} : { path: fileValue(path) };
  const view = new Utmp({ ...file, ...loginsPlace(values, "utmp") });
  const isHere = values.root === undefined;
  return { view, isOwn: isHere && path === undefined, isHere };
}

/** The records; of the running system's own without users whose process has ended. */
function whoEntries({ view, isOwn }: WhoSource): Iterable<LoginRecord, undefined> {
  const records = view.records();
  return isOwn ? present(records) : records;
}

function* present(records: Iterable<LoginRecord>): Generator<LoginRecord, undefined> {
  for (const entry of records) {
    if (!entry.isUserProcess || isThere(entry.pid)) yield entry;
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

/** A record that is shown, and what is known beside it. */
export interface WhoListed {
  readonly entry: LoginRecord;
  /** That of a user on this machine, if terminals are looked at. */
  readonly terminal: Terminal | null;
  /** Of the boot that is recorded before it, in seconds since 1970. */
  readonly bootTime: number | null;
}

/** Which records are listed, and what is looked at beside them. */
interface WhoWanted extends Pick<Selection, "types"> {
  /** Whether the terminals of users are looked at. */
  readonly withTerminals: boolean;
}

/**
 * The records that were asked for.
 *
 * @param isOwnOnly whether to give those of the terminal that is standard input, and no others
 */
export function* whoListed(
  source: WhoSource,
  { types, withTerminals }: WhoWanted,
  isOwnOnly: boolean,
): Generator<WhoListed, undefined> {
  const own = isOwnOnly ? ownLine() : "";
  // A terminal is looked at once: all that is shown is of one moment.
  const terminals = memoized(terminalOf);
  let bootTime: number | null = null;
  for (const entry of whoEntries(source)) {
    if (entry.type === "BOOT_TIME") bootTime = secondsOf(entry);
    if (own === null || !isSelected(entry, types)) continue;
    // systemd's sessions have `sshd pts/0`.
    if (own !== "" && !byteText(entry.line, entry.lineBytes).endsWith(own)) continue;
    const isLooked = withTerminals && source.isHere;
    const isAtTerminal = isLooked && entry.isUserProcess && entry.lineBytes === undefined;
    const terminal = isAtTerminal ? terminals(entry.line) : null;
    yield { entry, terminal, bootTime };
  }
}

/** The line of the terminal that is standard input, `null` if it is none. */
function ownLine(): string | null {
  const path = hostPlatform().openLibrary().terminalOf(0);
  return path === null ? null : byteText(path.replace(/^\/dev\//, ""));
}

/** A session without a user is none. */
function isSelected(entry: LoginRecord, types: Selection["types"]): boolean {
  const { type } = entry;
  return types.has(type) && (type !== "USER_PROCESS" || entry.isUserProcess);
}
