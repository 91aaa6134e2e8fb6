import { describe, expect, test } from "bun:test";
import { ageFilter } from "../../src/cli/lastlog-age.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { LastlogEntry } from "../../src/lastlog-entry.ts";

const NOW = 1_795_000_000;
const DAY = 86_400;

/** A login so many seconds ago. */
function loginBefore(age: number): LastlogEntry {
  const time = new Date((NOW - age) * 1000);
  const common = { uid: 0, user: "root", line: "", host: "", micros: null, service: null } as const;
  const nothing = { user: null, line: null, host: null };
  return new LastlogEntry({ ...common, time, source: "file", offset: 0 }, nothing);
}

describe("ageFilter", () => {
  test.each([
    [{ time: "1" }, [true, true, false, false]],
    [{ before: "1" }, [false, true, true, true]],
    [{ before: "1", time: "1" }, [false, true, false, false]],
    [{ time: "0" }, [false, false, false, false]],
    [{ before: "99999" }, [false, false, false, false]],
    [{ before: "20000" }, [false, false, false, true]],
  ])("of %j", (values, shown) => {
    const entries = [loginBefore(DAY - 1), loginBefore(DAY), loginBefore(DAY + 1), null];
    const isWithin = ageFilter(values);
    expect(entries.map((entry) => isWithin?.(entry, NOW))).toEqual(shown);
  });

  test("is none where nothing is asked for", () => {
    expect(ageFilter({})).toBeNull();
  });

  test.each(["", "-1", "1.5", "010", "1e3", " 1", "all"])("refuses %j days", (days) => {
    expect(() => ageFilter({ time: days })).toThrow(UsageError);
    expect(() => ageFilter({ before: days })).toThrow(
      new UsageError(`Cannot take "${days}" as --before: it must be a number of days`),
    );
  });
});
