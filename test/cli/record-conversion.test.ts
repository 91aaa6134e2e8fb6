import { describe, expect, test } from "bun:test";
import type { UtmpEntryJSON } from "../../src/entry.ts";
import { bytesOf, foreignFile, KINDS } from "../files/foreign-files.ts";
import { all, entriesOf, known, remake } from "./remade-records.ts";

const SEED = 20261122;

describe("from one system's records to another's", () => {
  const sources = KINDS.filter(({ database }) => database === "wtmp");

  test.each(sources)("nothing of $layout is lost in silence", (kind) => {
    const file = bytesOf(foreignFile(kind, { seed: SEED, records: 12 }));
    const entries = entriesOf(file, known(kind.layout));
    expect(entries).toHaveLength(12);
    for (const [entry, target] of entries.flatMap((one) => all.map((to) => [one, to] as const))) {
      const again = remake(entry, target);
      if (typeof again === "object") {
        expect(meaningOf(again)).toEqual(meaningOf(entry));
        continue;
      }
      const [, name, fields = ""] =
        /^make: (\S+) has no room for its (.+)$/.exec(again ?? "") ?? [];
      expect(name).toBe(target.name);
      // Without what is named it can be made; what happened, and when, can't be done without.
      const emptied = Object.fromEntries(
        fields.split(", ").map((field) => [field, EMPTIED[field]]),
      );
      if (Object.values(emptied).includes(undefined)) continue;
      const micros = "microseconds" in emptied ? wholeSeconds(entry.micros) : entry.micros;
      const rest = { ...entry, ...("id" in emptied && { idBytes: null }), ...emptied, micros };
      expect(remake(rest, target)).toMatchObject({ type: entry.type, user: entry.user, micros });
    }
  });
});

const EMPTIED: Readonly<Record<string, unknown>> = {
  ...{ pid: null, sid: null, id: "", host: "", exit: null, address: null, count: null },
  microseconds: null,
};

function wholeSeconds(micros: number | null): number {
  return Math.floor((micros ?? 0) / 1e6) * 1e6;
}

/** What an entry says, whatever its system calls it and has room for. */
function meaningOf(entry: UtmpEntryJSON): object {
  const { typeCode, pid, sid, exit, offset, count = 0, ...rest } = entry;
  const status = exit ?? { termination: 0, exit: 0 };
  return { ...rest, pid: pid ?? 0, sid: sid ?? 0, exit: status, count };
}
