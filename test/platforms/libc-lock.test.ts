import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { alone } from "../../platforms/libc-lock.ts";
import { LibraryError } from "../../src/errors.ts";
import { openStreamLock } from "./stream-lock.ts";

const FOREVER_MS = 60_000;

describe("alone", () => {
  const { libc, stream } = openStreamLock();
  let worker: Worker;

  beforeAll(() => {
    worker = new Worker(new URL("./hold-lock.worker.ts", import.meta.url).href);
  });
  afterAll(() => worker.terminate());

  const answer = (): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    return promise;
  };
  /** Has the worker take the lock; gives what makes it give it back. */
  const hold = async (milliseconds: number): Promise<() => void> => {
    worker.postMessage(milliseconds);
    const until = await answer();
    if (!(until instanceof Int32Array)) throw new Error(`It said ${String(until)}`);
    return () => {
      Atomics.store(until, 0, 1);
      Atomics.notify(until, 0);
    };
  };

  test("does without what another thread keeps", async () => {
    const release = await hold(FOREVER_MS);
    const released = answer();
    let isUsed = false;
    const use = (): boolean => (isUsed = true);
    expect(() => alone(libc, stream, 3, use)).toThrow(
      new LibraryError("Cannot use libc: another thread keeps it"),
    );
    expect(isUsed).toBe(false);
    release();
    expect(await released).toBe("released");
    expect([alone(libc, stream, 3, use), isUsed]).toEqual([true, true]);
  });

  test("waits until another thread gives it back", async () => {
    await hold(20);
    const released = answer();
    expect(alone(libc, stream, FOREVER_MS, () => 7)).toBe(7);
    expect(await released).toBe("released");
  });

  test("gives it back, also where using it failed", async () => {
    const fail = (): never => {
      throw new RangeError("x");
    };
    expect(() => alone(libc, stream, 3, fail)).toThrow(new RangeError("x"));
    const release = await hold(FOREVER_MS);
    const released = answer();
    release();
    expect(await released).toBe("released");
  });

  test("needs to know where libc's data is", () => {
    expect(() => alone(libc, {}, 3, () => 7)).toThrow(
      new LibraryError("Cannot use libc: this Bun does not tell where its data is"),
    );
  });
});
