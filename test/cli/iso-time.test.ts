import { expect, test } from "bun:test";
import fc from "fast-check";
import { writeIsoTime } from "../../src/cli/iso-time.ts";
import { written } from "./written.ts";

const SEED = 20261129;
const LAST = 8.64e12;

test.each([".", ","] as const)(
  "times have what a Date shows, and microseconds behind %p",
  (point) => {
    const time = fc.oneof(
      fc.integer({ min: -LAST, max: LAST - 1 }),
      fc.integer({ min: 1.7e9, max: 1.8e9 }),
    );
    const times = fc.array(fc.tuple(time, fc.nat(999_999)), { maxLength: 40 });
    const check = fc.property(times, (given) => {
      const out = written((output) => {
        for (const [seconds, microseconds] of given) {
          writeIsoTime(output, seconds, microseconds, point);
          output.write("\n");
        }
      });
      const expected = given.map(([seconds, microseconds]) => {
        const whole = new Date(seconds * 1000).toISOString().replace(".000Z", "");
        return `${whole}${point}${String(microseconds).padStart(6, "0")}\n`;
      });
      expect(out).toBe(expected.join(""));
    });
    fc.assert(check, { seed: SEED, numRuns: 200 });
  },
);
