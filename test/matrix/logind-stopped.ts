// What is said where systemd runs, and its systemd-logind was stopped with sessions on record.
// logind.sh runs it; `bun test` does not find it by its name.

import { expect, test } from "bun:test";
import { Utmp, sources } from "../../src/index.ts";
import { runUtmpx } from "../cli/run-utmpx.ts";

test("nobody is told from sessions that are left over", () => {
  const { code, out, err } = runUtmpx(["who"]);
  expect([code, out]).toEqual([3, ""]);
  expect(err).toContain("ENOENT: no such file or directory, open '/var/run/utmp'");
  const [utmp, logind] = sources();
  expect([utmp?.status, utmp?.used]).toEqual(["absent", false]);
  expect(logind).toMatchObject({
    status: "absent",
    used: false,
    advice: "its files are left over: no login manager runs",
  });
});

test("who asks for them is told so", () => {
  const utmp = new Utmp({ source: "logind" });
  const ends = utmp.openSessions().map(({ end }) => end);
  expect([ends.length > 0, new Set(ends)]).toEqual([true, new Set(["unknown"])]);
  expect(utmp.problems.map(({ message }) => message)).toEqual([
    'Cannot read all of "/run/systemd/sessions": it is left over, and no login manager runs',
  ]);
});
