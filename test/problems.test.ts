import { describe, expect, test } from "bun:test";
import { ProblemList, type RecordProblem } from "../src/problems.ts";

function problemAt(offset: number): RecordProblem {
  return { kind: "microseconds", offset, bytes: 384, message: `at ${offset}` };
}

function listOf(count: number): ProblemList {
  const problems = new ProblemList();
  for (let i = 0; i < count; i++) problems.add(problemAt(384 * i));
  return problems;
}

describe("ProblemList", () => {
  test("without a problem is empty", () => {
    expect(new ProblemList().list()).toEqual([]);
  });

  test("lists a thousand in the order they were met, and no more than these", () => {
    const list = listOf(1000).list();
    expect(list).toEqual(Array.from({ length: 1000 }, (_, i) => problemAt(384 * i)));
  });

  test("counts those beyond the thousand, behind the last that is listed", () => {
    const list = listOf(3500).list();
    expect(list).toHaveLength(1001);
    expect(list[999]).toEqual(problemAt(384 * 999));
    expect(list[1000]).toEqual({
      kind: "more",
      offset: 384 * 999,
      bytes: 0,
      message: "Problems that are not listed: 2500",
    });
  });

  test("gives a list that does not grow with what is met later", () => {
    const problems = listOf(1);
    const list = problems.list();
    problems.add(problemAt(384));
    expect(list).toEqual([problemAt(0)]);
    expect(problems.list()).toEqual([problemAt(0), problemAt(384)]);
  });

  test("says which microseconds are impossible, and where", () => {
    const problems = new ProblemList();
    problems.addMicroseconds("/var/log/wtmp", 1152, 384, 1_000_000);
    problems.addMicroseconds("/var/log/wtmp", 1536, 384, -1);
    expect(problems.list()).toEqual([
      {
        kind: "microseconds",
        offset: 1152,
        bytes: 384,
        message:
          'Impossible time in "/var/log/wtmp" at byte 1152: 1000000 microseconds are no part of a second and taken as 0',
      },
      {
        kind: "microseconds",
        offset: 1536,
        bytes: 384,
        message:
          'Impossible time in "/var/log/wtmp" at byte 1536: -1 microseconds are no part of a second and taken as 0',
      },
    ]);
  });
});
