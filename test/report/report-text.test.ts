import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { IanaZone } from "../../src/iana-zone.ts";
import { readReport } from "../../src/report/report.ts";
import { reportText } from "../../src/report/report-text.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000;

function textOf(utmp: readonly TestRecord[], wtmp: readonly TestRecord[] = []): string {
  using root = new TemporaryDirectory();
  mkdirSync(root.at("run"));
  mkdirSync(root.at("var/log"), { recursive: true });
  writeFileSync(root.at("run/utmp"), recordBytes(utmp));
  writeFileSync(root.at("var/log/wtmp"), recordBytes(wtmp));
  const report = readReport({ root: root.path, layout: "linux-glibc-384-le" });
  return reportText(report, new IanaZone("UTC"), (heading) => heading);
}

function login(user: string, line: string, seconds: number): TestRecord {
  return { type: "USER_PROCESS", user, line, id: line.slice(-4), seconds: NOON + seconds };
}

test("those who are logged in are counted once for each record, and the newest are shown", () => {
  const logins = Array.from({ length: 13 }, (_, i) => login(`user${i}`, `pts/${i}`, i * 60));
  const [section = ""] = textOf([login("early", "pts/3", 0), ...logins.toReversed()])
    .split("\n\n")
    .slice(1);
  const [title, ...lines] = section.split("\n");
  expect(title).toBe("Logged in (14)");
  expect(lines.map((line) => line.trim().split("  ", 1)[0])).toEqual([
    ...Array.from({ length: 10 }, (_, i) => `user${i + 3}`),
    "and 4 more",
  ]);
});

test("a clock that was set back by less than a minute leaves no sign", () => {
  const records = [
    login("al", "pts/0", 30),
    { type: "DEAD_PROCESS", line: "pts/0", id: "ts/0", seconds: NOON } as const,
  ];
  const line = textOf([], records)
    .split("\n")
    .find((text) => text.includes("  al "));
  expect(line?.trimEnd()).toEndWith("2026-11-20 12:00  00:00");
});
