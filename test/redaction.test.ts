import { describe, expect, test } from "bun:test";
import { judgedEntry, knownBy, unknownName } from "../src/redaction.ts";
import { entriesOf, HOSTILE, INVALID } from "./sessions/failure-records.ts";

describe("knownBy", () => {
  test("asks for each name once", () => {
    const asked: string[] = [];
    const isKnown = knownBy((name) => {
      asked.push(name);
      return name === "root" ? 0 : null;
    });
    expect(["root", "eve", "root", "eve"].map((name) => isKnown(name))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(asked).toEqual(["root", "eve"]);
  });

  test("forgets when there are many names, and is still right", () => {
    let asked = 0;
    const isKnown = knownBy((name) => (asked++, name === "0" ? 0 : null));
    for (const times of [1, 2]) {
      const known = Array.from({ length: 300_000 }, (_, i) => isKnown(String(i)));
      expect(known.indexOf(true)).toBe(0);
      expect(known.lastIndexOf(true)).toBe(0);
      expect(asked).toBe(300_000 * times);
    }
  });

  test("no account has a name that is no text, whatever it looks like", () => {
    const isKnown = knownBy(() => 0);
    expect([isKnown("a\ufffd"), isKnown("a\ufffd", "61ff")]).toEqual([true, false]);
  });
});

describe("unknownName", () => {
  test("tells the length in characters", () => {
    expect(["", "abc", "🙂é"].map(unknownName)).toEqual([
      "<unknown:0>",
      "<unknown:3>",
      "<unknown:2>",
    ]);
  });
});

describe("judgedEntry", () => {
  const isKnown = knownBy((name) => (name === "root" ? 0 : null));
  const entries = entriesOf(
    [...HOSTILE, ...INVALID].map((user) => ({ type: "LOGIN_PROCESS", user, line: "l" })),
  );

  test("says of every name whether it is known, and changes nothing else", () => {
    for (const entry of entries) {
      const json = entry.toJSON();
      const knownUser = json.user === "root";
      expect(judgedEntry(json, { isKnown, redact: false })).toEqual({ ...json, knownUser });
    }
  });

  test("hides the text and the bytes of an unknown name", () => {
    for (const entry of entries) {
      const json = entry.toJSON();
      const judged = judgedEntry(json, { isKnown, redact: true });
      const knownUser = json.user === "root";
      expect([judged.user, judged.knownUser]).toEqual([knownUser ? "root" : null, knownUser]);
      expect(Object.keys(judged)).not.toContain("userBytes");
      const { userBytes: _, ...rest } = json;
      expect(judged).toEqual({ ...rest, user: judged.user, knownUser });
      expect(Object.keys(judged)).toEqual([...Object.keys(rest), "knownUser"]);
    }
  });
});
