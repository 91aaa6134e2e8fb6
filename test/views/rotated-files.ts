import { mkdirSync, writeFileSync } from "node:fs";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** When the first login is, in seconds since 1970. */
export const START = 1_700_000_000;

/** Logins whose names count them, an hour apart. */
export function logins(first: number, count: number): TestRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    type: "USER_PROCESS" as const,
    pid: 1000 + first + i,
    id: "ts/0",
    user: `user${first + i}`,
    line: "pts/0",
    host: "192.0.2.7",
    seconds: START + (first + i) * 3600,
  }));
}

export function records(first: number, count: number): Uint8Array<ArrayBuffer> {
  return recordBytes(logins(first, count));
}

export function users(entries: Iterable<{ readonly user: string }>): string[] {
  return [...entries].map(({ user }) => user);
}

export function names(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `user${first + i}`);
}

/** A directory with files of these names. */
export function directoryOf(
  files: Readonly<Record<string, Uint8Array | string>>,
): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(directory.at(name.replace(/[^/]*$/, "")), { recursive: true });
    writeFileSync(directory.at(name), bytes);
  }
  return directory;
}
