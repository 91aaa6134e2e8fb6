import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseLogindFile } from "../../src/stores/logind-file.ts";

const SEED = 20261128;

/** Fields as text, of a file whose characters are its bytes. */
function parse(file: string): Record<string, string> {
  const fields = parseLogindFile(Buffer.from(file, "latin1"));
  const texts = [...fields].map(([key, value]) => [key, Buffer.from(value).toString("latin1")]);
  return Object.fromEntries(texts);
}

describe("a value", () => {
  test.each([
    ["plain", "USER=alice\n", "alice"],
    ["empty", "USER=\n", ""],
    ["with blanks", "USER= a  b \n", " a  b "],
    ["with a second equals sign", "USER=a=b\n", "a=b"],
    ["without a line's end", "USER=alice", "alice"],
    ["with a carriage return", "USER=a\r\n", "a\r"],
    ["with escapes of C", String.raw`USER=\a\b\f\n\r\t\v\\\"\'`, "\x07\b\f\n\r\t\v\\\"'"],
    ["with octal escapes", String.raw`USER=h\303\266st\001\377`, "h\xc3\xb6st\x01\xff"],
    ["with an escaped escape", String.raw`USER=\\303\\n`, String.raw`\303\n`],
    ["with what is no escape", String.raw`USER=\400\38\x41\s\q`, String.raw`\400\38\x41\s\q`],
    ["with a backslash at its end", "USER=a\\\nUID=1\n", "a\\"],
    ["with quotes of C inside", 'USER=a"b"\n', 'a"b"'],
    ["with single quotes", "USER='a'\n", "'a'"],
    ["in quotes", 'USER="a b"\n', "a b"],
    ["in quotes, empty", 'USER=""\n', ""],
    ["in quotes, with escapes of the shell", 'USER="\\"\\\\\\$\\`"\n', '"\\$`'],
    ["in quotes, with no other escapes", String.raw`USER="\n\303\a"`, String.raw`\n\303\a`],
    ["in quotes, with bytes as they are", 'USER="h\xc3\xb6 \xff"\n', "h\xc3\xb6 \xff"],
    ["in quotes, over lines", 'USER="a\nUID=0\n#b\n"\nUID=1\n', "a\nUID=0\n#b\n"],
    ["in quotes, with a line that is continued", 'USER="a\\\nb"\n', "ab"],
    ["in quotes that do not end", 'USER="a\nUID=0\n', "a\nUID=0\n"],
    ["in quotes that do not end but with a backslash", 'USER="a\\', "a\\"],
    ["behind quotes", 'USER="a b"c\\n\n', "a bc\n"],
    ["with a NUL", "USER=a\0b\n", "a\0b"],
  ])("%s", (_, file, value) => {
    expect(parse(file)["USER"]).toBe(value);
  });
});

describe("lines", () => {
  test("are fields in their order, and no comments", () => {
    const file = "# This is private data. Do not parse.\nUID=1\n\n;x=y\nno field\nUSER=a\n";
    expect(Object.entries(parse(file))).toEqual([
      ["UID", "1"],
      ["USER", "a"],
    ]);
  });

  test("of one key give its last value", () => {
    expect(parse("UID=1\nUID=2\n")).toEqual({ UID: "2" });
  });

  test("can't be begun within a value or a comment", () => {
    expect(parse("#a\rUID=0\nUSER=b\rUID=0\n")).toEqual({ USER: "b\rUID=0" });
  });

  test("may have keys of JavaScript's own, and none", () => {
    const fields = parseLogindFile(Buffer.from("__proto__=a\nconstructor=b\n=c\n"));
    expect([...fields.keys()]).toEqual(["__proto__", "constructor", ""]);
  });
});

/** cescape() of systemd's src/basic/escape.c. */
function escapeOfC(bytes: Uint8Array): string {
  const known: Record<string, string> = {
    "\x07": "a",
    "\b": "b",
    "\f": "f",
    "\n": "n",
    "\r": "r",
    "\t": "t",
    "\v": "v",
    "\\": "\\",
    '"': '"',
    "'": "'",
  };
  const characters = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (known[character] !== undefined) return `\\${known[character]}`;
    if (byte >= 32 && byte < 127) return character;
    return `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return characters.join("");
}

/** write_env_var() of src/basic/env-file.c, of what it quotes. */
function quoted(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes)
    .toString("latin1")
    .replace(/["\\$`]/g, "\\$&")}"`;
}

const field = fc.uint8Array({ maxLength: 60 }).map((bytes) => bytes.map((byte) => byte || 1));
// The bytes that mean something, so that they meet.
const meaning = fc
  .array(fc.constantFrom(..."\"\\\n=#$`'a0367\xff\r\0"), { maxLength: 60 })
  .map((characters) => characters.join(""));

test.each([
  ["systemd up to 257 and elogind", escapeOfC],
  ["systemd 262", quoted],
])("what %s writes is read as it was", (_, write) => {
  const check = fc.property(field, field, (host, user) => {
    const text = `REMOTE_HOST=${write(host)}\nREMOTE_USER=${write(user)}\nUID=1\n`;
    const fields = parseLogindFile(Buffer.from(text, "latin1"));
    expect([...fields]).toEqual([
      ["REMOTE_HOST", host],
      ["REMOTE_USER", user],
      ["UID", Uint8Array.of(0x31)],
    ]);
  });
  fc.assert(check, { seed: SEED, numRuns: 2000 });
});

test("any bytes are read", () => {
  const check = fc.property(fc.oneof(meaning, fc.string({ unit: "binary" })), (text) => {
    const file = Buffer.from(text, "latin1");
    const fields = [...parseLogindFile(file)];
    // A field takes a line, and no value is longer than what it is written as.
    const length = fields.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    expect(length).toBeLessThanOrEqual(file.length);
    expect(fields.length).toBeLessThanOrEqual(text.split("\n").length);
  });
  fc.assert(check, { seed: SEED, numRuns: 5000 });
});

test("a file of nothing but what could begin something is read to its end", () => {
  const count = 2 ** 15;
  for (const part of ['"\\', "=\n", '="', "\\3", '\\"', "#\n", "a"]) {
    const value = parse(`USER="${part.repeat(count)}`)["USER"];
    expect(value?.length ?? 0).toBeLessThanOrEqual(2 * count);
    expect(parse(part.repeat(count))).not.toHaveProperty("UID");
  }
});
