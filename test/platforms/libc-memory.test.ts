import { ptr } from "bun:ffi";
import { describe, expect, test } from "bun:test";
import { copyRecords, errnoAt, recordMapper } from "../../platforms/libc-memory.ts";
import { LibraryError } from "../../src/errors.ts";

describe("recordMapper", () => {
  test("shows a record as it is now, wherever it is", () => {
    const a = Uint8Array.of(1, 2, 3);
    const b = Uint8Array.of(4, 5, 6);
    const memoryOf = recordMapper(2);
    expect(memoryOf(ptr(a))).toEqual(Uint8Array.of(1, 2));
    a[0] = 9;
    expect(memoryOf(ptr(a))).toEqual(Uint8Array.of(9, 2));
    expect(memoryOf(null)).toBe(null);
    expect(memoryOf(ptr(b))).toEqual(Uint8Array.of(4, 5));
    expect(memoryOf(ptr(a))).toEqual(Uint8Array.of(9, 2));
  });
});

describe("errnoAt", () => {
  test("reads and clears what the location points to", () => {
    const memory = Int32Array.of(-7, 8);
    const errno = errnoAt(() => ptr(memory));
    expect(errno.get()).toBe(-7);
    memory[0] = 5;
    expect(errno.get()).toBe(5);
    errno.clear();
    expect([errno.get(), ...memory]).toEqual([0, 0, 8]);
  });

  test("is not made up", () => {
    const message = "Cannot use libc: it does not tell its errors";
    expect(() => errnoAt(() => null).get()).toThrow(new LibraryError(message));
  });
});

describe("copyRecords", () => {
  test.each([0, 1, 64, 65, 128, 129, 1000])("gives %d records and no more memory", (count) => {
    const record = new Uint8Array(3);
    let given = 0;
    const bytes = copyRecords(3, "list", () => {
      if (given === count) return null;
      given++;
      return record.fill(given);
    });
    expect(bytes).toEqual(Uint8Array.from({ length: 3 * count }, (_, i) => Math.floor(i / 3) + 1));
    expect(bytes.buffer.byteLength).toBe(3 * count);
  });

  test("asks no more behind the end, and passes on what fails", () => {
    const answers = [Uint8Array.of(1), null, Uint8Array.of(2)];
    expect(copyRecords(1, "list", () => answers.shift() ?? null)).toEqual(Uint8Array.of(1));
    expect(answers).toHaveLength(1);
    const fail = (): never => {
      throw new LibraryError("x");
    };
    expect(() => copyRecords(1, "list", fail)).toThrow(new LibraryError("x"));
  });

  test("gives up a list without an end", () => {
    const record = new Uint8Array(2 ** 20);
    expect(() => copyRecords(2 ** 20, "list", () => record)).toThrow(
      new LibraryError('Cannot read "list" through libc: 128 records have no end'),
    );
  });
});
