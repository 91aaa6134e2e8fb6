import { describe, expect, test } from "bun:test";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { UtmpEntry, type LoginRecord } from "../../src/entry.ts";
import { UtmpReader } from "../../src/reader.ts";
import { selectFailures, type WantedFailures } from "../../src/sessions/select-failures.ts";
import { recordBytes } from "../records.ts";
import { entriesOf, randomFailures } from "./failure-records.ts";

const SEED = 20261125;

/** Records that say how many of them were read. */
class Read {
  readonly entries: readonly UtmpEntry[] = entriesOf(
    randomFailures(500, SEED).map(({ record }, i) => (i % 7 === 0 ? { seconds: i } : record)),
  );
  count = 0;

  readonly forward = ({ isWanted, limit }: WantedFailures): IteratorObject<UtmpEntry, undefined> =>
    this.#counted(this.entries).filter(isWanted).take(limit);
  readonly backward = ({ isWanted, limit }: WantedFailures): IteratorObject<UtmpEntry, undefined> =>
    this.#counted(this.entries.toReversed()).filter(isWanted).take(limit);

  *#counted(entries: readonly UtmpEntry[]): Generator<UtmpEntry, undefined, undefined> {
    for (const entry of entries) {
      this.count++;
      yield entry;
    }
  }
}

describe("selectFailures", () => {
  const all = new Read().entries.filter(({ type }) => type !== "EMPTY");

  test("without a limit gives all, in either order", () => {
    expect([...selectFailures(new Read(), {})]).toEqual(all);
    expect([...selectFailures(new Read(), { reverse: true })]).toEqual(all.toReversed());
  });

  test.each([0, 1, 7, 10_000])(
    "with a limit of %p gives the last ones, in either order",
    (limit) => {
      const last = limit === 0 ? [] : all.slice(-limit);
      expect([...selectFailures(new Read(), { limit })]).toEqual(last);
      expect([...selectFailures(new Read(), { limit, reverse: true })]).toEqual(last.toReversed());
    },
  );

  test("counts those that are wanted, not those that are read", () => {
    const wanted = all.filter(({ line }) => line === "tty1");
    const given = [...selectFailures(new Read(), { limit: 5, line: "tty1" })];
    expect(given).toEqual(wanted.slice(-5));
  });

  test("reads no further than a limit needs", () => {
    const read = new Read();
    expect([...selectFailures(read, { limit: 3 })]).toHaveLength(3);
    expect(read.count).toBeLessThan(6);
    const none = new Read();
    expect([...selectFailures(none, { limit: 0 })]).toEqual([]);
    expect(none.count).toBe(0);
  });

  test("what is kept has the same bytes, and all that an entry has", () => {
    const [kept] = selectFailures(new Read(), { limit: 1 });
    const last = all.at(-1);
    expect(kept).toBeInstanceOf(UtmpEntry);
    expect(JSON.stringify(kept)).toBe(JSON.stringify(last));
    expect(kept?.raw()).toEqual(last?.raw() ?? null);
  });

  test("what is kept does not keep the file in memory", async () => {
    const bytes = recordBytes([{ type: "LOGIN_PROCESS", user: "root", line: "tty1" }]);
    const reader = new UtmpReader(linuxGlibc384, "little");
    const chunks: WeakRef<Uint8Array>[] = [];
    const backward = function* (): Generator<LoginRecord, undefined, undefined> {
      for (let i = 0; i < 300; i++) {
        const chunk = new Uint8Array(100 * bytes.length);
        chunk.set(bytes);
        chunks.push(new WeakRef(chunk));
        yield reader.read(new Chunk(chunk, bytes.length, 0, "file"), 0);
      }
    };
    const kept = [...selectFailures({ forward: backward, backward }, { limit: 300 })];
    // What was made in a turn of the event loop stays until its end; the stack can hold a few longer.
    await Bun.sleep(0);
    Bun.gc(true);
    expect(chunks.filter((chunk) => chunk.deref() !== undefined).length).toBeLessThan(30);
    expect([chunks.length, kept.length]).toEqual([300, 300]);
  });
});
