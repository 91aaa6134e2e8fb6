import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { StoreError } from "../../src/errors.ts";
import { ProblemList } from "../../src/problems.ts";
import type { WtmpdbRow } from "../../src/stores/wtmpdb.ts";
import { readWtmpdbd } from "../../src/stores/wtmpdbd.ts";
import { LocalService } from "../local-service.ts";
import { MemorySocket } from "../memory-socket.ts";

const SEED = 20261128;
const READ_ALL = "org.openSUSE.wtmpdb.ReadAll";
const text = new TextEncoder();

/** What a real service answered. */
const answer = readFileSync(
  `${import.meta.dir}/../fixtures/wtmpdbd/read-all.json`,
  "utf8",
).trimEnd();

interface Reading {
  readonly rows: readonly WtmpdbRow[];
  readonly problems: readonly string[];
}

/** What is made of an answer. */
function read(json: string): Reading {
  const problems = new ProblemList();
  const rows = readWtmpdbd(new MemorySocket([text.encode(`${json}\0`)]), problems);
  return { rows, problems: problems.list().map(({ message }) => message) };
}

/** What is made of rows. */
function readRows(...data: unknown[]): Reading {
  return read(JSON.stringify({ parameters: { Success: true, Data: data } }));
}

/** A row as JSON has it, which can hold larger numbers than a number. */
function readRow(row: string): Reading {
  return read(`{"parameters":{"Success":true,"Data":[${row}]}}`);
}

/** A row by its text. */
function plain({
  id,
  type,
  user,
  line,
  host,
  service,
  loginMicros,
  logoutMicros,
}: WtmpdbRow): unknown[] {
  return [id, type, user.text, line.text, host.text, service, loginMicros, logoutMicros];
}

const ROW = {
  ID: 7,
  Type: 3,
  User: "bob",
  Login: 1_795_077_060_135_067,
  Logout: 1_795_077_300_651_460,
  TTY: "pts/0",
  RemoteHost: "gw.example.net",
  Service: "remote",
};

describe("readWtmpdbd", () => {
  test("gives the rows of a real service", async () => {
    const question = text.encode(`{"method":"${READ_ALL}","parameters":{}}\0`);
    const exchanges = [{ question, answer: [text.encode(answer), Uint8Array.of(0)] }];
    await using service = await LocalService.start({ exchanges });
    const problems = new ProblemList();
    const rows = service.use((socket) => readWtmpdbd(socket, problems));
    expect(rows).toHaveLength(18);
    expect(problems.list()).toEqual([]);
    expect([rows[0], rows[3], rows[4]].map((row) => row && plain(row))).toEqual([
      [18, 3, "dave", "pts/4", "192.0.2.44", "remote", 1795077900002954, null],
      [15, 1, "reboot", "~", "6.18.44-1-amd64", null, 1795075150985583, null],
      [
        14,
        3,
        "carol",
        "",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "cockpit",
        1794909600018891,
        1794909620079962,
      ],
    ]);
    expect(rows[0]?.line).toEqual({ text: "pts/4", hex: null, device: "/dev/pts/4" });
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 18 }, (_, i) => 18 - i));
  });

  test.each(['"Data":null', '"Data":[]', '"Other":1'])("gives no row of %s", (data) => {
    const reading = read(`{"parameters":{"Success":true,${data}}}`);
    expect(reading).toEqual({ rows: [], problems: [] });
  });

  test.each([
    ["no success", '{"Success":false,"Data":[]}', "the answer tells of no success"],
    ["nothing", "{}", "the answer tells of no success"],
    ["no list", '{"Success":true,"Data":{}}', `the answer's "Data" is no list`],
    ["text", '{"Success":true,"Data":"[]"}', `the answer's "Data" is no list`],
  ])("fails where the service tells of %s", (_, parameters, reason) => {
    const error = new StoreError(`Cannot call "${READ_ALL}": ${reason}`);
    expect(() => read(`{"parameters":${parameters}}`)).toThrow(error);
  });

  test.each([
    [
      "has too many rows",
      '{"error":"io.systemd.System","parameters":{"origin":"linux","errno":105,"errnoName":"ENOBUFS"}}',
      "the service can't send so many records, and only root can read them, from the file",
    ],
    [
      "has too little memory",
      '{"error":"io.systemd.System","parameters":{"origin":"linux","errno":12}}',
      'the service answered "io.systemd.System"',
    ],
    [
      "has no database",
      '{"error":"org.openSUSE.wtmpdb.InternalError","parameters":{"Success":false,"ErrorMsg":"unable to open database file"}}',
      'the service answered "org.openSUSE.wtmpdb.InternalError", "unable to open database file"',
    ],
    [
      "has an error of its own with that number",
      '{"error":"a.b.E","parameters":{"errno":105}}',
      'the service answered "a.b.E"',
    ],
    ["says nothing", "", "the answer is no JSON"],
  ])("fails where the service %s", (_, json, reason) => {
    const error = new StoreError(`Cannot call "${READ_ALL}": ${reason}`);
    expect(() => read(json)).toThrow(error);
  });

  test.each([
    ["NULL of a terminal", { TTY: "?" }, [7, 3, "bob", "", "gw.example.net", "remote"]],
    ["NULL of others", { RemoteHost: "", Service: "" }, [7, 3, "bob", "pts/0", "", null]],
    ["null", { RemoteHost: null, Service: null }, [7, 3, "bob", "pts/0", "", null]],
    ["no value", { RemoteHost: undefined, Service: undefined }, [7, 3, "bob", "pts/0", "", null]],
    ["a NUL", { User: "b\0x", Service: "\0" }, [7, 3, "b", "pts/0", "gw.example.net", null]],
    ["other types", { Type: -1, ID: 0 }, [0, -1, "bob", "pts/0", "gw.example.net", "remote"]],
    ["empty texts", { User: "", TTY: "" }, [7, 3, "", "", "gw.example.net", "remote"]],
  ])("takes %s", (_, change, row) => {
    const { rows, problems } = readRows({ ...ROW, ...change });
    expect(rows.map(plain)).toEqual([[...row, ROW.Login, ROW.Logout]]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['"Login":5,"Logout":0', 5, null],
    ['"Login":0,"Logout":null', 0, null],
    ['"Login":null', null, null],
    ['"Login":-5,"Logout":-7', -5, -7],
    ['"Login":9007199254740991,"Logout":9007199254740991', 2 ** 53 - 1, 2 ** 53 - 1],
  ])("takes the times %s", (times, login, logout) => {
    const { rows, problems } = readRow(`{"ID":1,"Type":3,"User":"a","TTY":"b",${times}}`);
    expect(rows.map(plain)).toEqual([[1, 3, "a", "b", "", null, login, logout]]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['"Login":9007199254740993,"Logout":5', null, 5, '"Login" is 9007199254740992'],
    ['"Login":5,"Logout":9223372036854775807', 5, null, '"Logout" is 9223372036854776000'],
    ['"Login":-9007199254740993,"Logout":5', null, 5, '"Login" is -9007199254740992'],
  ])("takes none for a time that JSON rounds: %s", (times, login, logout, state) => {
    const { rows, problems } = readRow(`{"ID":1,"Type":3,"User":"a","TTY":"b",${times}}`);
    expect(rows.map(plain)).toEqual([[1, 3, "a", "b", "", null, login, logout]]);
    expect(problems).toEqual([
      `Impossible row 1 in the answer to "${READ_ALL}": its ${state} and a number below 2^53 is wanted`,
    ]);
  });

  test.each([
    ["null", "it is no object"],
    ["[]", "it is no object"],
    ["{}", 'its "ID" is no number'],
    ['{"ID":"7"}', 'its "ID" is no number'],
    ['{"ID":9007199254740993}', 'its "ID" is no number'],
    ['{"ID":7}', 'its "Type" is no number'],
    ['{"ID":7,"Type":1.5}', 'its "Type" is no number'],
    ['{"ID":7,"Type":3}', 'its "User" is no text'],
    ['{"ID":7,"Type":3,"User":"\\ud800"}', 'its "User" is no text'],
    ['{"ID":7,"Type":3,"User":"a"}', 'its "TTY" is no text'],
    ['{"ID":7,"Type":3,"User":"a","TTY":null}', 'its "TTY" is no text'],
    ['{"ID":7,"Type":3,"User":"a","TTY":"b","RemoteHost":7}', 'its "RemoteHost" is no text'],
    ['{"ID":7,"Type":3,"User":"a","TTY":"b","Service":[]}', 'its "Service" is no text'],
    ['{"ID":7,"Type":3,"User":"a","TTY":"b","Login":"5"}', 'its "Login" is no time'],
    ['{"ID":7,"Type":3,"User":"a","TTY":"b","Login":1e999}', 'its "Login" is no time'],
    ['{"ID":7,"Type":3,"User":"a","TTY":"b","Logout":0.5}', 'its "Logout" is no time'],
  ])("leaves out %s, says so, and gives the others", (row, state) => {
    const whole = JSON.stringify(ROW);
    const { rows, problems } = readRow(`${whole},${row},${whole}`);
    expect(rows.map(({ id }) => id)).toEqual([7, 7]);
    expect(problems).toEqual([
      `Impossible row 2 in the answer to "${READ_ALL}": ${state}, and it is left out`,
    ]);
  });

  test("gives any row, or names it in the problems", () => {
    const value = fc.oneof(fc.jsonValue(), fc.double(), fc.string({ unit: "binary" }));
    const names = fc.constantFrom(...Object.keys(ROW));
    const changed = fc
      .dictionary(names, value, { maxKeys: 2 })
      .map((change) => ({ ...ROW, ...change }));
    const data = fc.array(fc.oneof(changed, fc.jsonValue()), { maxLength: 20 });
    const check = fc.property(data, (list) => {
      const { rows, problems } = readRows(...list);
      const left = problems.filter((message) => message.endsWith("left out"));
      expect(rows.length + left.length).toBe(list.length);
      for (const { id, type, user, service, loginMicros, logoutMicros } of rows) {
        expect([id, type, loginMicros ?? 0, logoutMicros ?? 0].every(Number.isSafeInteger)).toBe(
          true,
        );
        expect(user.text).not.toContain("\0");
        expect(service).not.toBe("");
      }
    });
    fc.assert(check, { seed: SEED, numRuns: 500 });
  });
});
