import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { utmps400 } from "../../platforms/linux-musl.ts";
import { isReadError, StoreError } from "../../src/errors.ts";
import { readUtmps } from "../../src/stores/utmps.ts";
import { byteByByte, LocalService } from "../local-service.ts";
import { MemorySocket } from "../memory-socket.ts";
import { answersOf, ESRCH, OK, utmpsExchanges } from "../utmps-service.ts";

const SEED = 20261128;
const PATH = "/run/utmps/.utmpd-socket";
const { size } = utmps400;
const utmp = new Uint8Array(readFileSync(`${import.meta.dir}/../fixtures/utmps/run/utmps/utmp`));

const EACCES = Uint8Array.of(13);

function read(...answers: Uint8Array[]): Uint8Array {
  return readUtmps(new MemorySocket(answers), size, PATH);
}

describe("readUtmps", () => {
  test.each([
    ["at once", (answer: Uint8Array) => [answer]],
    ["a byte at a time", byteByByte],
  ])("gives the records that the service has in its file, if it sends them %s", async (_, cut) => {
    await using service = await LocalService.start({ exchanges: utmpsExchanges(utmp, cut) });
    const found = service.use((socket) => readUtmps(socket, size, service.path));
    expect(found).toEqual(utmp);
  });

  test("gives no record where there is none", () => {
    expect(read(OK, ESRCH)).toEqual(new Uint8Array(0));
  });

  test("ends where no answer comes", async () => {
    const [rewind, first] = utmpsExchanges(utmp, (answer) => [answer]);
    if (rewind === undefined || first === undefined) throw new Error("There is no record");
    const exchanges = [rewind, { ...first, answer: [] }];
    await using service = await LocalService.start({ exchanges });
    const reading = (): unknown => service.use((socket) => readUtmps(socket, size, PATH), 30);
    expect(reading).toThrow(expect.objectContaining({ code: "ETIMEDOUT", syscall: "recv" }));
  });

  test("ends where the service closes at once", async () => {
    await using service = await LocalService.start({ exchanges: [], end: "close" });
    const errors = Array.from({ length: 20 }, () => {
      try {
        return service.use((socket) => readUtmps(socket, size, service.path));
      } catch (error) {
        return error;
      }
    });
    expect(errors.filter((error) => !isReadError(error))).toEqual([]);
  });

  test.each([
    ["before the first answer", [], "0 of its 1 bytes"],
    ["before a record", [OK], "0 of its 401 bytes"],
    ["behind the status of a record", [OK, OK], "1 of its 401 bytes"],
    ["within a record", [OK, OK, new Uint8Array(399)], "400 of its 401 bytes"],
    ["behind a record", answersOf(utmp).slice(0, 3), "0 of its 401 bytes"],
  ])("says how much came of an answer that is cut %s", (_, answers, state) => {
    const message = `Cannot read "${PATH}": an answer ends after ${state}`;
    expect(() => read(...answers)).toThrow(new StoreError(message));
  });

  test.each([
    ["at the beginning", [EACCES]],
    ["at a record", [OK, EACCES]],
    ["behind a record", [...answersOf(utmp).slice(0, 2), EACCES]],
  ])("fails with what the service says %s, as reading a file does", (_, answers) => {
    const message = `EACCES: permission denied, read '${PATH}'`;
    const fields = { code: "EACCES", errno: -13, syscall: "read", path: PATH };
    expect(() => read(...answers)).toThrow(expect.objectContaining({ message, ...fields }));
  });

  test("fails with what no system knows", () => {
    const unknown = "Unknown system error -200";
    const message = `${unknown}: ${unknown}, read '${PATH}'`;
    expect(() => read(OK, Uint8Array.of(200))).toThrow(message);
    expect(() => read(ESRCH)).toThrow(`ESRCH: no such process, read '${PATH}'`);
  });

  test("gives up records without an end", () => {
    const answer = new Uint8Array(1 + size);
    function* answers(): Generator<Uint8Array> {
      yield OK;
      for (;;) yield answer;
    }
    const message = `Cannot read "${PATH}": 65536 records have no end`;
    const reading = (): unknown => readUtmps(new MemorySocket(answers()), size, PATH);
    expect(reading).toThrow(new StoreError(message));
  });

  test("takes any bytes for records, or fails as reading does", () => {
    const pieces = fc.array(
      fc.oneof(fc.uint8Array(), fc.constantFrom(OK, ESRCH, new Uint8Array(6))),
    );
    const check = fc.property(pieces, (answers) => {
      try {
        const found = readUtmps(new MemorySocket([OK, ...answers]), 5, PATH);
        expect(found.length % 5).toBe(0);
      } catch (error) {
        if (!isReadError(error)) throw error;
      }
    });
    fc.assert(check, { seed: SEED, numRuns: 1000 });
  });
});
