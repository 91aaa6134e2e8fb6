import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isReadError, StoreError } from "../../src/errors.ts";
import { callVarlink, VarlinkError } from "../../src/stores/varlink.ts";
import { byteByByte, LocalService, type Exchange } from "../local-service.ts";
import { MemorySocket } from "../memory-socket.ts";

const SEED = 20261128;
const PING = "org.openSUSE.wtmpdb.Ping";
const text = new TextEncoder();

/** What the specification has a client say, and what the service says to it. */
function exchange(...answer: Uint8Array[]): Exchange {
  return { question: text.encode(`{"method":"${PING}","parameters":{}}\0`), answer };
}

/** The call of a service that says this. */
function callOf(...answer: (string | Uint8Array)[]): unknown {
  const bytes = answer.map((part) => (typeof part === "string" ? text.encode(part) : part));
  return callVarlink(new MemorySocket(bytes), PING);
}

describe("a call", () => {
  const answer = text.encode('{"parameters":{"Alive":true,"Name":"zoë"}}\0');
  const parameters = { Alive: true, Name: "zoë" };

  test.each([
    ["at once", [answer]],
    ["a byte at a time", byteByByte(answer)],
  ])("is answered %s", async (_, pieces) => {
    await using service = await LocalService.start({ exchanges: [exchange(...pieces)], pause: 1 });
    expect(service.use((socket) => callVarlink(socket, PING))).toEqual(parameters);
  });

  test("has its own parameters", () => {
    const socket = new MemorySocket([text.encode("{}\0")]);
    expect(callVarlink(socket, "a.b.C", { TTY: "pts/0" })).toEqual({});
    expect(String(Buffer.concat(socket.sent))).toBe(
      '{"method":"a.b.C","parameters":{"TTY":"pts/0"}}\0',
    );
  });

  test("may have an answer of megabytes", async () => {
    const list = Array.from({ length: 300_000 }, (_, i) => `row ${i}`);
    const huge = text.encode(`${JSON.stringify({ parameters: { list } })}\0`);
    await using service = await LocalService.start({ exchanges: [exchange(huge)] });
    const { list: found } = service.use((socket) => callVarlink(socket, PING));
    expect(Bun.deepEquals(found, list)).toBe(true);
  });

  test("ends where no answer comes", async () => {
    await using service = await LocalService.start({ exchanges: [exchange()] });
    const call = (): unknown => service.use((socket) => callVarlink(socket, PING), 30);
    expect(call).toThrow(expect.objectContaining({ code: "ETIMEDOUT", syscall: "recv" }));
  });

  test("ends where the service closes at once", async () => {
    await using service = await LocalService.start({ exchanges: [], end: "close" });
    const errors = Array.from({ length: 20 }, () => {
      try {
        return service.use((socket) => callVarlink(socket, PING));
      } catch (error) {
        return error;
      }
    });
    expect(errors.filter((error) => !isReadError(error))).toEqual([]);
  });

  test("ends where the service closes in the middle of its answer", async () => {
    const answer = [text.encode('{"parameters"')];
    const exchanges = [{ ...exchange(), answer }];
    await using service = await LocalService.start({ exchanges, end: "close" });
    const message = `Cannot call "${PING}": the answer ends after 13 bytes, without a NUL`;
    const call = (): unknown => service.use((socket) => callVarlink(socket, PING));
    expect(call).toThrow(new StoreError(message));
  });
});

describe("an answer", () => {
  const NESTED = 1_000_000;

  test.each([
    ["that ends at once", "", "the answer ends after 0 bytes, without a NUL"],
    ["without a NUL", '{"parameters":{}}', "the answer ends after 17 bytes, without a NUL"],
    ["that is empty", "\0", "the answer is no JSON"],
    ["that is cut", '{"parameters":{\0', "the answer is no JSON"],
    ["with a byte order mark", "\ufeff{}\0", "the answer is no JSON"],
    ["that is a list", "[]\0", "the answer is no object"],
    ["that is null", "null\0", "the answer is no object"],
    ["that is a number", "7\0", "the answer is no object"],
    [
      "that is nested deeply",
      `${"[".repeat(NESTED)}${"]".repeat(NESTED)}\0`,
      "the answer is no object",
    ],
    ["with a list of parameters", '{"parameters":[]}\0', "the answer's parameters are no object"],
    ["without parameters", '{"parameters":null}\0', "the answer's parameters are no object"],
    ["with an error without a name", '{"error":7}\0', "the answer's error has no name"],
  ])("%s is none", (_, answer, reason) => {
    expect(() => callOf(answer)).toThrow(new StoreError(`Cannot call "${PING}": ${reason}`));
  });

  test("that is not valid UTF-8 is none", () => {
    const message = `Cannot call "${PING}": the answer is not valid UTF-8`;
    const call = (): unknown => callOf('{"parameters":{"a":"', Uint8Array.of(0xff), '"}}\0');
    expect(call).toThrow(new StoreError(message));
  });

  test("ends at its NUL", () => {
    expect(callOf('{"parameters":{"a":1}}\0{"parameters":{"a":2}}\0')).toEqual({ a: 1 });
  });

  test("without an end is given up", () => {
    const piece = new Uint8Array(2 ** 20).fill(0x20);
    function* pieces(): Generator<Uint8Array> {
      for (;;) yield piece;
    }
    const message = `Cannot call "${PING}": 33554432 bytes came, and no NUL that ends the answer`;
    const call = (): unknown => callVarlink(new MemorySocket(pieces()), PING);
    expect(call).toThrow(new StoreError(message));
  });

  test.each([
    ["a.b.NoEntryFound", {}, '"a.b.NoEntryFound"'],
    ["a.b.E", { ErrorMsg: 'no "x"\u001b' }, '"a.b.E", "no \\"x\\"\\u001b"'],
    ["a.b.E", { ErrorMsg: 7 }, '"a.b.E"'],
    ["e".repeat(999), {}, `"${"e".repeat(200)}…"`],
  ])("can be an error, which is quoted: %s %j", (error, parameters, reason) => {
    const message = `Cannot call "${PING}": the service answered ${reason}`;
    const call = (): unknown => callOf(`${JSON.stringify({ error, parameters })}\0`);
    const fields = { message, error, parameters, code: "ERR_STORE" };
    expect(call).toThrow(expect.objectContaining(fields));
    expect(call).toThrow(VarlinkError);
    expect(() => callOf('{"error":"a.b.E"}\0')).toThrow(VarlinkError);
  });

  test("comes in any pieces", () => {
    const answers = fc.dictionary(fc.string(), fc.jsonValue());
    const cuts = fc.array(fc.nat(40));
    const check = fc.property(answers, cuts, (parameters, lengths) => {
      const bytes = text.encode(`${JSON.stringify({ parameters })}\0`);
      const ends = lengths.reduce<number[]>(
        (all, length) => [...all, (all.at(-1) ?? 0) + length],
        [],
      );
      const pieces = [0, ...ends].map((start, i) => bytes.subarray(start, ends[i]));
      const found = callVarlink(new MemorySocket(pieces), PING);
      expect(JSON.stringify(found)).toBe(JSON.stringify(parameters));
    });
    fc.assert(check, { seed: SEED });
  });

  test("can be any bytes", () => {
    const parts = fc.oneof(
      fc.uint8Array({ maxLength: 9 }),
      fc
        .constantFrom('{"', '"}', '":', ",", "error", "parameters", "{}", "null", "7", "\0")
        .map((part) => text.encode(part)),
    );
    const check = fc.property(fc.array(parts), (pieces) => {
      try {
        expect(callVarlink(new MemorySocket(pieces), PING)).toBeObject();
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
      }
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });
});
