// Failed logins as attackers leave them: what is printed is what was written, and nothing of it acts.

import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { recordBytes } from "../records.ts";
import { HOSTILE, INVALID, modelCounts, randomFailures } from "../sessions/failure-records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import {
  failed,
  failure,
  hasLastb,
  LAYOUT,
  linesOfLastb,
  NOON,
  parsed,
  treeWith,
} from "./failed-runs.ts";
import { runUtmpx } from "./run-utmpx.ts";

const SEED = 20261124;

describe("a btmp made at random", () => {
  const failures = randomFailures(3000, SEED);
  const holes = failures.flatMap(({ record }, i) =>
    i % 10 === 0 ? [{ seconds: NOON + i }, record] : [record],
  );
  const hexOf = (text: unknown, hex: unknown): string =>
    typeof hex === "string" ? hex : Buffer.from(String(text)).toString("hex");

  function inTree(use: (root: string) => void): void {
    using tree = treeWith(holes);
    use(tree.path);
  }

  test("is listed as it was made, without its free slots", () => {
    inTree((root) => {
      const list = parsed(failed("--root", root, "--layout", LAYOUT, "--ndjson"));
      expect(
        list.map((entry) => ({
          user: hexOf(entry["user"], entry["userBytes"]),
          host: hexOf(entry["host"], entry["hostBytes"]),
          line: entry["line"],
          micros: entry["micros"],
          known: entry["knownUser"],
        })),
      ).toEqual(
        failures.map(({ user, host, line, micros }) => {
          return { user, host, line, micros, known: user === hexOf("root", null) };
        }),
      );
    });
  });

  test.each([
    ["user", (entry: (typeof failures)[number]) => entry.user],
    ["host", (entry: (typeof failures)[number]) => entry.host],
    ["address", (entry: (typeof failures)[number]) => entry.address],
    ["network", (entry: (typeof failures)[number]) => entry.network],
  ] as const)("is counted by %s as the model does", (by, keyOf) => {
    inTree((root) => {
      const args = ["--root", root, "--layout", LAYOUT, "--by", by, "--json"];
      const isText = by === "user" || by === "host";
      const model = modelCounts(failures, keyOf);
      const counts = parsed(failed(...args)).map((row) => {
        const { key, keyBytes, count, users, addresses } = row;
        const name = isText ? hexOf(key, keyBytes) : key;
        return [name, { count, users, addresses }];
      });
      const wanted = Array.from(model, ([key, { count, users, addresses }]) => [
        key,
        { count, users, addresses },
      ]);
      expect(new Map(counts as [string, object][])).toEqual(new Map(wanted as [string, object][]));
      expect(counts).toHaveLength(model.size);
    });
  });

  test("keeps its numbers where its names are hidden", () => {
    inTree((root) => {
      const args = ["--root", root, "--layout", LAYOUT, "--by", "user", "--json"];
      const numbers = (rows: readonly Record<string, unknown>[]): unknown[] =>
        rows.map(({ count, first, last, addresses }) => [count, first, last, addresses].join());
      const open = parsed(failed(...args));
      const hidden = parsed(failed(...args, "--redact"));
      expect(numbers(hidden).sort()).toEqual(numbers(open).sort());
      expect(hidden.map(({ count }) => count)).toEqual(open.map(({ count }) => count));
      expect(hidden.filter(({ key }) => key === "root")).toHaveLength(1);
      const others = hidden.filter(({ key }) => key !== "root");
      expect(others.every(({ key }) => /^<unknown:\d+>$/.test(String(key)))).toBe(true);
    });
  });

  test("puts nothing on a screen that deceives", () => {
    inTree((root) => {
      const where = ["--root", root, "--layout", LAYOUT];
      for (const format of [[], ["--ndjson"], ["--csv"]]) {
        for (const by of [[], ["--by", "user"]]) {
          const { code, out } = failed(...where, ...by, ...format);
          expect(code).toBe(0);
          const lines = format[0] === "--csv" ? out.replaceAll("\r\n", "\n") : out;
          expect(lines).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]/u);
          expect(lines.isWellFormed()).toBe(true);
        }
      }
    });
  });

  test.skipIf(!hasLastb)("its text has a line for each of lastb's", () => {
    using directory = new TemporaryDirectory();
    // A line feed makes two lines of one in lastb.
    const plain = failures.filter(({ user, host }) => !`${user} ${host}`.includes("0a"));
    writeFileSync(directory.at("btmp"), recordBytes(plain.map(({ record }) => record)));
    const { out } = failed(directory.at("btmp"), "--layout", LAYOUT);
    expect(out.split("\n")).toHaveLength(linesOfLastb(directory.at("btmp")) + 2);
    expect(plain.length).toBe(linesOfLastb(directory.at("btmp")));
  });
});

describe("names that no account has", () => {
  const SECRET = "hunter2";
  /** The secret among every kind of byte. */
  const names = [...HOSTILE, ...INVALID].map((bytes) =>
    Buffer.concat([Buffer.from(SECRET), bytes]).subarray(0, 32),
  );
  const records = names.map((user, i) =>
    failure({ user: Uint8Array.from(user), seconds: NOON + i, address: [192, 0, 2, i] }),
  );

  test("reach no output, in no form, where they are hidden", () => {
    using tree = treeWith([...records, failure({ user: "alice" })]);
    const forms = [SECRET, "unter2", Buffer.from(SECRET).toString("hex"), btoa(SECRET).slice(0, 8)];
    const where = ["--root", tree.path, "--layout", LAYOUT];
    const formats = [[], ["--json"], ["--ndjson"], ["--csv"]];
    const others = ["host", "address", "network", "hour", "day"].map((key) => ["--by", key]);
    for (const by of [[], ["--by", "user"], ...others]) {
      for (const format of others.includes(by) ? [["--json"]] : formats) {
        const { code, out, err } = failed("--redact", ...where, ...by, ...format);
        expect(code).toBe(0);
        for (const form of forms) expect(out + err).not.toContain(form);
        if (by.length === 0 || by[1] === "user") expect(out).toContain("alice");
      }
    }
    for (const format of [[], ["--json"], ["--ndjson"]]) {
      const { out } = runUtmpx(["report", "--root", tree.path, "--layout", LAYOUT, ...format]);
      for (const form of forms) expect(out).not.toContain(form);
    }
  });

  test("are there, and said to be unknown, where they are not", () => {
    using tree = treeWith([...records, failure({ user: "alice" })]);
    const where = ["--root", tree.path, "--layout", LAYOUT];
    const list = parsed(failed(...where, "--json"));
    expect(list.filter(({ user }) => String(user).startsWith(SECRET))).toHaveLength(names.length);
    expect(list.map(({ knownUser }) => knownUser)).toEqual([...names.map(() => false), true]);
    const lines = failed(...where)
      .out.trimEnd()
      .split("\n")
      .slice(1);
    expect(lines.filter((line) => line.endsWith("  unknown user"))).toHaveLength(names.length);
    expect(lines.at(-1)).toBe("2026-11-20 12:00:00  alice             ssh:notty  -");
    const counts = failed(...where, "--by", "user").out.split("\n");
    expect(counts.filter((line) => line.includes("  unknown user  "))).toHaveLength(names.length);
  });

  test("are null in JSON and empty in CSV, with no bytes left", () => {
    using tree = treeWith([failure({ user: Uint8Array.of(0x61, 0xff) }), failure({})]);
    const where = ["--root", tree.path, "--layout", LAYOUT, "--redact"];
    const [unknown, known] = parsed(failed(...where, "--json"));
    expect(unknown).toMatchObject({ user: null, knownUser: false });
    expect(Object.keys(unknown ?? {})).not.toContain("userBytes");
    expect(known).toMatchObject({ user: "root", knownUser: true });
    const [header, row] = failed(...where, "--csv").out.split("\r\n");
    expect(header).toEndWith(",offset,knownUser");
    expect(row).toBe(
      "LOGIN_PROCESS,6,0,0,,,ssh:notty,,,2026-11-20T12:00:00.000000Z,1795176000000000,0,0,,false,file,0,false",
    );
  });

  test("are told by the accounts of this system where there is no other tree", () => {
    using directory = new TemporaryDirectory();
    const users = ["root", "no-such-user-here"].map((user) => failure({ user }));
    writeFileSync(directory.at("btmp"), recordBytes(users));
    const list = parsed(failed(directory.at("btmp"), "--layout", LAYOUT, "--redact", "--json"));
    expect(list.map(({ user, knownUser }) => [user, knownUser])).toEqual([
      ["root", true],
      [null, false],
    ]);
  });
});
