import { hostPlatform } from "../../platforms/index.ts";
import type { UtmpEntry } from "../entry.ts";
import { byteText } from "./byte-text.ts";
import { whoEntries, type WhoSource } from "./who-entries.ts";
import type { Selection } from "./who-selection.ts";
import { terminalOf, type Terminal } from "./who-terminal.ts";
import { secondsOf } from "./who-time.ts";

/** A record that is shown, and what is known beside it. */
export interface WhoListed {
  readonly entry: UtmpEntry;
  /** That of a user on this machine. */
  readonly terminal: Terminal | null;
  /** Of the boot that is recorded before it, in seconds since 1970. */
  readonly bootTime: number | null;
}

/**
 * The records that were asked for.
 *
 * @param isOwnOnly whether to give those of the terminal that is standard input, and no others
 */
export function* whoListed(
  source: WhoSource,
  selection: Selection,
  isOwnOnly: boolean,
): Generator<WhoListed, undefined> {
  const own = isOwnOnly ? ownLine() : "";
  let bootTime: number | null = null;
  for (const entry of whoEntries(source)) {
    if (entry.type === "BOOT_TIME") bootTime = secondsOf(entry);
    if (own === null || !isSelected(entry, selection)) continue;
    // systemd's sessions have `sshd pts/0`.
    if (!byteText(entry.line, entry.lineBytes).endsWith(own)) continue;
    const isAtTerminal = entry.isUserProcess && entry.lineBytes === undefined;
    const terminal = source.isHere && isAtTerminal ? terminalOf(entry.line) : null;
    yield { entry, terminal, bootTime };
  }
}

/** The line of the terminal that is standard input, `null` if it is none. */
function ownLine(): string | null {
  const path = hostPlatform().openLibrary().terminalOf(0);
  return path === null ? null : byteText(path.replace(/^\/dev\//, ""));
}

/** A session without a user is none. */
function isSelected(entry: UtmpEntry, { types }: Selection): boolean {
  return types.has(entry.type) && (entry.isUserProcess || entry.type !== "USER_PROCESS");
}
