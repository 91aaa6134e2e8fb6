import type { RecordType } from "../../src/record-types.ts";
import type { Event, Terminal } from "./foreign-events.ts";
import type { Random } from "./foreign-structs.ts";

/** What a writer puts into a record. */
export interface Written {
  readonly type: RecordType;
  readonly seconds: number;
  readonly microseconds: number;
  readonly line?: Uint8Array;
  readonly user?: Uint8Array;
  readonly host?: Uint8Array;
  readonly id?: Uint8Array;
  readonly pid?: number;
  readonly session?: number;
  readonly termination?: number;
  readonly exit?: number;
  readonly octets?: readonly number[];
  readonly count?: number;
}

/** How a system's programs record what happens; `null` is what they don't. */
export interface System {
  /** In the table of the numbers of types; `null` where records have none. */
  readonly types: string | null;
  readonly years: readonly [from: number, to: number];
  readonly releases: readonly string[];
  readonly inet6: number;
  readonly writes: (event: Event, random: Random) => Written | null;
}

type Said = Omit<Written, "seconds" | "microseconds">;

/** A record of what happens, when it happens. */
export function at(event: Event, said: Said): Written {
  return { seconds: event.seconds, microseconds: event.microseconds, ...said };
}

/** Names of terminals: those of a console, and before the number of the others. */
export interface Lines {
  readonly console: string;
  readonly virtual: string;
  readonly serial: string;
  readonly pseudo: string;
}

/** A terminal in a system's words. */
export function lineOf({ kind, number }: Terminal, lines: Lines): string {
  if (kind === "x") return ":0";
  if (kind === "console") return lines.console;
  return `${lines[kind]}${number}`.replace(/^ttys(\d)$/, "ttys00$1");
}

const RELEASES = [
  "5.10.0-8-amd64",
  "4.4.0-210-generic",
  "6.1.21-v8+",
  "2.6.32-754.el6",
  "3.2.0-4-kirkwood",
];
/** What systems are without saying otherwise. */
export const common: Pick<System, "releases" | "inet6"> = { releases: RELEASES, inet6: 10 };
