import { expect, test } from "bun:test";
import { symlinkSync, writeFileSync } from "node:fs";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx } from "./run-utmpx.ts";

const LAST = "/usr/bin/last";
// In CI a missing tool is a failure, not a reason to skip.
const canCompare = Bun.which(LAST) !== null || process.env["CI"] !== undefined;
if (!canCompare) console.log(`skipping the comparison with last(1): there is no ${LAST}`);
/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000;
const ZERO = [0, 0, 0, 0] as const;
const PREFIX = [0x20, 1, 0xd, 0xb8] as const;

/** What `-i` shows of an address, and of the host that the record has. */
const ADDRESSES: readonly (readonly [readonly number[], string, string])[] = [
  [[], "gate", "0.0.0.0"],
  [[192, 0, 2, 1], "gate", "192.0.2.1"],
  [[...ZERO, ...ZERO, 0, 0, 255, 255, 192, 0, 2, 9], "gate", "192.0.2.9"],
  [[...PREFIX, ...ZERO, ...ZERO, 0, 0, 0, 1], "gate", "2001:db8::1"],
  // last(1) takes for IPv4 what has nothing behind its first word, whatever the host says.
  [[...PREFIX, ...ZERO, ...ZERO, ...ZERO], "2001:db8::", "32.1.13.184"],
  [[...ZERO, ...ZERO, ...ZERO, 0, 0, 0, 1], "gate", "::1"],
];

function recordsOf(addresses: typeof ADDRESSES): TestRecord[] {
  return addresses.map(([address, host], i) => {
    return { type: "USER_PROCESS", user: "al", line: `pts/${i}`, host, address, seconds: NOON };
  });
}

test("-i shows addresses as last does, of IPv4 and IPv6", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("wtmp");
  writeFileSync(path, recordBytes(recordsOf(ADDRESSES)));
  const { out } = runUtmpx(["last", "-i", "-d", "-a", "-f", path]);
  const shown = out
    .split("\n\n", 1)[0]
    ?.split("\n")
    .map((line) => line.split(" ").at(-1));
  expect(shown?.toReversed()).toEqual(ADDRESSES.map(([, , text]) => text));
});

(canCompare ? test : test.skip)("-d asks for the names of hosts as last does", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("wtmp");
  // Names of these are on every machine: what is on a network can't be waited for.
  const loopback = recordsOf([
    [[127, 0, 0, 1], "gate", ""],
    [[...ZERO, ...ZERO, ...ZERO, 0, 0, 0, 1], "gate", ""],
    [[...ZERO, ...ZERO, 0, 0, 255, 255, 127, 0, 0, 1], "gate", ""],
  ]);
  writeFileSync(path, recordBytes(loopback));
  symlinkSync(LAST, directory.at("lastb"));
  for (const [tool, program] of [
    ["last", LAST],
    ["lastb", directory.at("lastb")],
  ] as const) {
    const args = ["-d", "-w", "-f", path];
    const theirs = Bun.spawnSync([program, ...args], { env: { ...process.env, TZ: "UTC" } });
    const { code, out } = runUtmpx([tool, ...args]);
    expect({ code, out }).toEqual({ code: 0, out: theirs.stdout.toString() });
  }
  const { out } = runUtmpx(["last", "-d", "--ndjson", "-1", "-f", path]);
  const { host } = Object(JSON.parse(out));
  expect(host).toBe(
    runUtmpx(["last", "-d", "-a", "-1", "-f", path]).out.split("\n", 1)[0]?.split(" ").at(-1),
  );
});

test.each(["last", "lastb"])("%s asks this machine for no names of another system's", (tool) => {
  const run = runUtmpx([tool, "-d", "--root", "test/fixtures/server"]);
  expect({ code: run.code, out: run.out }).toEqual({ code: 2, out: "" });
  expect(run.err).toStartWith(
    `utmpx ${tool}: Cannot tell names of hosts in another system's tree: --root asks nothing of this machine\n`,
  );
  // Addresses are asked for, and these are in the records.
  expect(runUtmpx([tool, "-d", "-i", "--root", "test/fixtures/server"]).code).toBe(0);
});
