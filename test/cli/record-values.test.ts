import { describe, expect, test } from "bun:test";
import { jsonValues, RecordError, textValues } from "../../src/cli/record-values.ts";

const RECORD = {
  type: "USER_PROCESS",
  typeCode: 7,
  pid: 209,
  sid: 208,
  id: "/0",
  user: "alice",
  line: "pts/0",
  host: "example.org",
  device: "/dev/pts/0",
  time: "2026-11-22T16:01:35.555467Z",
  micros: 1_795_363_295_555_467,
  exit: { termination: 15, exit: 1 },
  address: "203.0.113.7",
  count: 3,
  isUserProcess: true,
  source: "file",
  offset: 384,
};

const VALUES = {
  type: "USER_PROCESS",
  typeCode: 7,
  pid: 209,
  session: 208,
  termination: 15,
  exit: 1,
  id: bytes("/0"),
  user: bytes("alice"),
  line: bytes("pts/0"),
  host: bytes("example.org"),
  octets: Uint8Array.of(203, 0, 113, 7),
  micros: 1_795_363_295_555_467,
  count: 3,
};

const LINE =
  "[7] [00209] [/0  ] [alice   ] [pts/0       ] [example.org         ] [203.0.113.7    ] [2026-11-22T16:01:35,555467+00:00]";

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function json(text: string): unknown {
  return JSON.parse(text);
}

function errorOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error instanceof RecordError ? `${error.action}: ${error.message}` : error;
  }
}

describe("jsonValues", () => {
  test("takes what a record says, and nothing that is told by it", () => {
    expect(jsonValues(RECORD)).toEqual(VALUES);
    const { device, time, isUserProcess, source, offset, ...rest } = RECORD;
    expect(jsonValues(rest)).toEqual(VALUES);
    expect(jsonValues({ ...RECORD, offset: -5, time: [], source: 2 ** 70 })).toEqual(VALUES);
  });

  test("what its layout has not is nothing", () => {
    const { type, pid, sid, exit, address, count, ...rest } = RECORD;
    const none = {
      ...VALUES,
      ...{ type: null, pid: 0, session: 0, termination: 0, exit: 0, octets: null, count: 0 },
    };
    expect(jsonValues(rest)).toEqual(none);
    const nulls = { type: null, pid: null, sid: null, exit: null, address: null, count: null };
    expect(jsonValues({ ...rest, ...nulls, raw: null })).toEqual(none);
  });

  test("bytes go before the text that was made of them", () => {
    const id = { id: "\ufffd\u0001", idBytes: "ff01FE" };
    expect(jsonValues({ ...RECORD, ...id })).toEqual({ ...VALUES, id: Uint8Array.of(255, 1, 254) });
  });

  test("raw bytes go before all else", () => {
    expect(jsonValues({ ...RECORD, raw: "AAECAw==" })).toEqual(Uint8Array.of(0, 1, 2, 3));
    expect(jsonValues({ raw: "AAECAw==", pid: "x" })).toEqual(Uint8Array.of(0, 1, 2, 3));
  });

  const NUMBER = "a whole number below 2^53 is wanted";
  const TEXT = "text without a zero byte is wanted";
  const OBJECT = "an object is wanted";
  const ADDRESS = "an IP address is wanted";
  const RAW = "a record in base64 is wanted";
  const HEX = "hex without a zero byte is wanted";

  test.each([
    ["null", `it is null, and ${OBJECT}`],
    ["5", `it is 5, and ${OBJECT}`],
    ['"x"', `it is "x", and ${OBJECT}`],
    ["[]", `it is an array, and ${OBJECT}`],
    ["[{}]", `it is an array, and ${OBJECT}`],
    ["{}", `its typeCode is missing, and ${NUMBER}`],
  ])("%s is no record", (text, message) => {
    expect(errorOf(() => jsonValues(json(text)))).toBe(`understand: ${message}`);
  });

  test.each([
    ["type", "7", "its type is 7, and the word for a type is wanted"],
    ["type", '"user process"', 'its type is "user process", and the word for a type is wanted'],
    ["type", '["EMPTY"]', "its type is an array, and the word for a type is wanted"],
    ["typeCode", '"7"', `its typeCode is "7", and ${NUMBER}`],
    ["typeCode", "null", `its typeCode is null, and ${NUMBER}`],
    ["pid", "1.5", `its pid is 1.5, and ${NUMBER}`],
    ["pid", "false", `its pid is false, and ${NUMBER}`],
    ["pid", "[1]", `its pid is an array, and ${NUMBER}`],
    ["sid", String(2n ** 70n), `its sid is 1.1805916207174113e+21, and ${NUMBER}`],
    ["sid", String(2n ** 53n), `its sid is 9007199254740992, and ${NUMBER}`],
    ["sid", "-1e999", `its sid is -Infinity, and ${NUMBER}`],
    ["count", "{}", `its count is an object, and ${NUMBER}`],
    ["micros", "null", `its micros is null, and ${NUMBER}`],
    ["micros", '"NaN"', `its micros is "NaN", and ${NUMBER}`],
    ["exit", "[]", `its exit is an array, and ${OBJECT}`],
    ["exit", "0", `its exit is 0, and ${OBJECT}`],
    ["exit", "{}", `its exit.termination is missing, and ${NUMBER}`],
    ["exit", '{"termination":0,"exit":0.5}', `its exit.exit is 0.5, and ${NUMBER}`],
    ["address", "16909060", `its address is 16909060, and ${ADDRESS}`],
    ["address", '""', `its address is "", and ${ADDRESS}`],
    ["address", '"1.2.3.400"', `its address is "1.2.3.400", and ${ADDRESS}`],
    ["address", '"fe80::1%eth0"', `its address is "fe80::1%eth0", and ${ADDRESS}`],
    ["id", "null", `its id is null, and ${TEXT}`],
    ["user", "5", `its user is 5, and ${TEXT}`],
    ["line", '"pts/0\\u0000"', `its line is "pts/0\0", and ${TEXT}`],
    ["host", '"\\ud800"', `its host is "\ud800", and ${TEXT}`],
    ["userBytes", '"f"', `its userBytes is "f", and ${HEX}`],
    ["userBytes", '"xy"', `its userBytes is "xy", and ${HEX}`],
    ["userBytes", '"6100"', `its userBytes is "6100", and ${HEX}`],
    ["userBytes", "61", `its userBytes is 61, and ${HEX}`],
    ["raw", "5", `its raw is 5, and ${RAW}`],
    ["raw", '""', `its raw is "", and ${RAW}`],
    ["raw", '"?"', `its raw is "?", and ${RAW}`],
    ["raw", "[0,1]", `its raw is an array, and ${RAW}`],
  ])("a %s that is %s can't be understood", (name, value, message) => {
    const text = `{"${name}":${value}}`;
    const record: unknown = Object.assign({ ...RECORD }, json(text));
    expect(errorOf(() => jsonValues(record))).toBe(`understand: ${message}`);
  });

  test.each(["id", "user", "line", "host", "micros"])("a record without %s is none", (name) => {
    const { [name]: _, ...rest }: Record<string, unknown> = RECORD;
    const wanted = name === "micros" ? NUMBER : TEXT;
    const message = `understand: its ${name} is missing, and ${wanted}`;
    expect(errorOf(() => jsonValues(rest))).toBe(message);
  });

  test("what is long is not repeated, and what is deep is not looked into", () => {
    const long = errorOf(() => jsonValues({ ...RECORD, address: "1".repeat(1e6) }));
    expect(long).toBe(`understand: its address is "${"1".repeat(40)}…", and ${ADDRESS}`);
    const deep = json(`${"[".repeat(5000)}${"]".repeat(5000)}`);
    const message = `understand: its pid is an array, and ${NUMBER}`;
    expect(errorOf(() => jsonValues({ ...RECORD, pid: deep }))).toBe(message);
  });
});

describe("textValues", () => {
  const said = { ...VALUES, type: null, session: 0, termination: 0, exit: 0, count: 0 };

  test("takes what a line says; the blanks of an id can be its own", () => {
    expect(textValues(LINE, false)).toEqual(said);
    expect(textValues(`${LINE}\r`, true)).toEqual({ ...said, id: bytes("/0  ") });
  });

  test("keeps blanks that are between words, and ids of other systems", () => {
    const line = LINE.replace("pts/0 ", "system boot").replace("/0  ", "0a1b2c3d");
    expect(textValues(line, false)).toEqual({
      ...said,
      id: bytes("0a1b2c3d"),
      line: bytes("system boot"),
    });
  });

  test("no address is none, and no time is 1970, as utmpdump(1) has it", () => {
    const line = LINE.replace("203.0.113.7    ", "  ").replace(/\[2026.*\]/, "[ ]");
    expect(textValues(line, false)).toEqual({ ...said, octets: null, micros: 0 });
  });

  test("takes times of any zone, and before 1970", () => {
    const at = (time: string) => textValues(LINE.replace(/\[2026.*\]/, `[${time}]`), false).micros;
    expect(at("2026-11-22T21:31:35.5+05:30")).toBe(1_795_363_295_500_000);
    expect(at("1969-12-31T23:59:59,999999+00:00")).toBe(-1);
  });

  test.each([
    ["Tue Sep 01 00:00:00 1998 GMT", "1998-09-01T00:00:00Z"],
    ["Tue Sep  1 12:34:56 1998 CEST", "1998-09-01T12:34:56Z"],
    ["Wed Feb 31 12:34:56 1998", "1998-03-03T12:34:56Z"],
  ])("has the time %s that utmpdump(1) once printed", (time, iso) => {
    const line = LINE.replace("2026-11-22T16:01:35,555467+00:00", time);
    const raw = Bun.spawnSync(["utmpdump", "-r"], { stdin: Buffer.from(`${line}\n`) }).stdout;
    expect(textValues(line, true).micros).toBe(Date.parse(iso) * 1000);
    expect(raw.readInt32LE(340)).toBe(Date.parse(iso) / 1000);
  });

  const NO_LINE = "it is neither a line of dump nor JSON";

  test.each([
    ["nonsense", NO_LINE],
    [LINE.slice(0, -1), NO_LINE],
    [LINE.replace("[7]", "[seven]"), NO_LINE],
    [LINE.replace("[/0  ]", "[/0]"), NO_LINE],
    [LINE.replace("alice ", "al]ce "), NO_LINE],
    [LINE.replace("[7]", `[${"9".repeat(400)}]`), "its type is Infinity, and %"],
    [LINE.replace("00209", "9007199254740993"), "its pid is 9007199254740992, and %"],
    [
      LINE.replace("203.0.113.7 ", "203.0.113.700"),
      'its address is "203.0.113.700", and an IP address is wanted',
    ],
    [LINE.replace("T16", "T36"), 'its time is "2026-11-22T36:01:35,555467+00:00", and *'],
    [
      LINE.replace("2026-11-22T16:01:35,555467+00:00", "Tue Xxx 01 00:00:00 1998 GMT"),
      'its time is "Tue Xxx 01 00:00:00 1998 GMT", and *',
    ],
    [LINE.replace("2026", "2326"), 'its time is "2326-11-22T16:01:35,555467+00:00", and *'],
    [
      LINE.replace("2026-11-22T", "Sun Nov 22 "),
      'its time is "Sun Nov 22 16:01:35,555467+00:00", and *',
    ],
  ])("%s is none", (line, message) => {
    const expected = message
      .replace("%", "a whole number below 2^53 is wanted")
      .replace("*", "ISO 8601 before the year 2255 is wanted");
    expect(errorOf(() => textValues(line, true))).toBe(`understand: ${expected}`);
  });
});
