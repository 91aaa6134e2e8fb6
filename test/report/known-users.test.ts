import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { knownUsers } from "../../src/report/known-users.ts";
import { ask } from "../foreign-hosts/host.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const NAMES = ["root", "nobody", "alice", "no-such-user-here", "", "root\n", "+", "*"];

describe("knownUsers", () => {
  test("of another tree are those of its passwd, whoever has accounts here", () => {
    const isKnown = knownUsers("test/fixtures/server");
    expect(NAMES.filter((name) => isKnown(name))).toEqual(["root", "alice"]);
    using empty = new TemporaryDirectory();
    expect(NAMES.filter((name) => knownUsers(empty.path)(name))).toEqual([]);
  });

  test("of this system are those that getent(1) finds", () => {
    const isKnown = knownUsers();
    const found = NAMES.filter(
      (name) => name !== "" && Bun.spawnSync(["getent", "passwd", name]).exitCode === 0,
    );
    expect(NAMES.filter((name) => isKnown(name))).toEqual(found);
    expect(found).toContain("root");
    expect(found).not.toContain("no-such-user-here");
  });

  test.each([{ platform: "sunos" }, { env: { BUN_JSC_useJIT: "0" } }])(
    "without a C library are those of passwd: %p",
    (host) => {
      using directory = new TemporaryDirectory();
      const path = directory.at("btmp");
      const records = ["root", "no-such-user-here"].map((user) => ({
        type: "LOGIN_PROCESS" as const,
        user,
        line: "tty1",
        seconds: 1e9,
      }));
      writeFileSync(path, recordBytes(records));
      const args = [path, "--layout", "linux-glibc-384-le", "--redact", "--by", "user", "--csv"];
      const answer = ask(host, ({ runUtmpx }, given) => runUtmpx(["failed", ...given]), args);
      const times = "2001-09-09T01:46:40.000000Z,2001-09-09T01:46:40.000000Z";
      const lines = [
        "key,count,first,last,users,addresses,knownUser",
        `root,1,${times},1,0,true`,
        `<unknown:17>,1,${times},1,0,false`,
        "",
      ];
      expect(answer).toEqual({ code: 0, out: lines.join("\r\n"), err: "" });
    },
  );
});
