import { expect, test } from "bun:test";
import { askLibrary, run } from "./library-process.ts";

const UNINSTALLED = "de_DE.UTF-8";

type Environment = Readonly<Record<string, string>>;

test.each<[Environment, ctype: string, time: string]>([
  [{}, "C", "C"],
  [{ LANG: "C.UTF-8" }, "C.UTF-8", "C.UTF-8"],
  [{ LANG: "POSIX", LC_CTYPE: "C.UTF-8" }, "C.UTF-8", "POSIX"],
  [{ LANG: "POSIX", LC_TIME: "C.utf8" }, "POSIX", "C.utf8"],
  [{ LANG: "C", LC_TIME: "C", LC_CTYPE: "POSIX", LC_ALL: "C.UTF-8" }, "C.UTF-8", "C.UTF-8"],
  [{ LC_ALL: "", LC_CTYPE: "", LANG: "C.UTF-8" }, "C.UTF-8", "C.UTF-8"],
  [{ LC_ALL: "", LANG: "" }, "C", "C"],
  [{ LC_ALL: UNINSTALLED, LANG: "C.UTF-8" }, "C", "C"],
  [{ LC_TIME: UNINSTALLED, LANG: "C.UTF-8" }, "C.UTF-8", "C"],
  [{ LC_ALL: "../../etc" }, "C", "C"],
  [{ LC_ALL: "x".repeat(300) }, "C", "C"],
])("of %j is %s and %s", (env, ctype, time) => {
  expect(run(["locale", "-a"]).split("\n")).not.toContain(UNINSTALLED.replace("UTF-8", "utf8"));
  const answer = askLibrary(
    env,
    ({ localeOf }) => [localeOf("LC_CTYPE"), localeOf("LC_TIME")],
    null,
  );
  expect(answer).toEqual([ctype, time]);
});
