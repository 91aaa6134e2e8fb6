// Files of every system, read from a position.

import { describe, expect, test } from "bun:test";
import type { UtmpEntry } from "../../src/entry.ts";
import { UtmpFile } from "../../src/files/utmp-file.ts";
import { PROCESS_TYPES } from "../../src/record-types.ts";
import { foreignFile, type ForeignFile } from "./foreign-files.ts";
import { LOGIN_KINDS, type Kind } from "./foreign-kinds.ts";
import { inDirectory, loginsOf } from "./foreign-reading.ts";

const SEED = 20_261_122;
const RECORDS = 16;
/** Bytes of a record that breaks off: no record is as small. */
const TORN = 7;

function fileOf(kind: Kind, tail = 0): ForeignFile {
  return foreignFile(kind, { seed: SEED, records: RECORDS, tail });
}

function json(entries: Iterable<{ toJSON(): object }>): object[] {
  return [...entries].map((entry) => entry.toJSON());
}

describe("UtmpFile", () => {
  test.each(LOGIN_KINDS)(
    "$name: has a position, and ends before a record that breaks off",
    (kind) => {
      const whole = fileOf(kind);
      const file = fileOf(kind, TORN);
      using directory = inDirectory(file);
      const path = directory.at("file");
      using open = new UtmpFile(path);
      const entries: UtmpEntry[] = [];
      for (const entry of open) {
        expect(entry.offset).toBe(
          entries.length === 0 ? 0 : (entries.at(-1)?.offset ?? 0) + lengthOf(entries.at(-1)),
        );
        expect(open.position).toBe((entry.offset ?? 0) + lengthOf(entry));
        entries.push(entry);
      }
      expect(open.position).toBe(whole.size);
      expect(open.size).toBe(whole.size + TORN);
      expect([open.records, open.trailingBytes]).toEqual([entries.length, TORN]);
      expect(open.problems).toMatchObject([{ kind: "torn-tail", offset: whole.size, bytes: TORN }]);
      const view = loginsOf(kind.database, { path });
      expect(json(view)).toEqual(json(entries));
      expect(view.problems).toEqual(open.problems);
      expect(view.layout).toBe(open.layout);
      expect(json(open)).toEqual([]);
      open.rewind();
      expect([open.position, open.problems.length]).toEqual([0, 0]);
      expect(json(open)).toEqual(json(entries));
    },
  );

  test.each(LOGIN_KINDS)("$name: finds by line and by id what stands there first", expectFound);
});

/** Looks for each line and id that a file has. */
function expectFound(kind: Kind): void {
  using directory = inDirectory(fileOf(kind));
  using open = new UtmpFile(directory.at("file"));
  const all = [...open];
  const onLines = all.filter(({ type }) => type === "USER_PROCESS" || type === "LOGIN_PROCESS");
  for (const line of new Set(onLines.map((entry) => entry.line))) {
    open.rewind();
    for (const wanted of onLines.filter((entry) => entry.line === line)) {
      expect(open.findByLine(line)?.toJSON()).toEqual(wanted.toJSON());
      expect(open.position).toBe((wanted.offset ?? 0) + lengthOf(wanted));
    }
    expect(open.findByLine(line)).toBeNull();
    expect(open.position).toBe(open.size);
  }
  const processes = all.filter(({ type }) => PROCESS_TYPES.has(type));
  const keyOf = ({ id, idBytes }: UtmpEntry): string => idBytes ?? Buffer.from(id).toString("hex");
  for (const key of new Set(processes.map(keyOf).filter((hex) => hex !== ""))) {
    open.rewind();
    const first = processes.find((entry) => keyOf(entry) === key || entry.id + entry.line === "");
    // FreeBSD's are hashes, which no text names.
    const found = open.findById("DEAD_PROCESS", Uint8Array.fromHex(key));
    expect(found?.toJSON()).toEqual(first?.toJSON());
  }
  for (const type of ["BOOT_TIME", "NEW_TIME"] as const) {
    open.rewind();
    const first = all.find((entry) => entry.type === type);
    expect(open.findById(type, "")?.toJSON()).toEqual(first?.toJSON());
  }
}

/** Bytes of an entry in its file. */
function lengthOf(entry: UtmpEntry | undefined): number {
  return entry?.raw()?.length ?? 0;
}
