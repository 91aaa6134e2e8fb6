// Systems whose live records nobody knows how to read: files and trees of others decode there, too.

import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { TemporaryDirectory } from "../temporary.ts";
import * as local from "./child.ts";
import { ask, type Question } from "./host.ts";

const FIXTURES = "test/fixtures";

/** Fixtures of records: those that have a readable twin, and one that is cut. */
const files = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .map((name) => `${FIXTURES}/${name}`)
  .filter((path) => existsSync(`${path}.txt`) || path.endsWith("torn/wtmp"))
  .filter((path) => /\/(?:[uwb]tmp|lastlog[^/.]*)$/.test(path))
  .sort();
const isLastlog = (path: string): boolean => path.includes("lastlog");
const logins = files.filter((path) => !isLastlog(path));
const lastLogins = files.filter(isLastlog);

describe.each(["win32", "sunos"])("on %s", (platform) => {
  const unsupported = {
    name: "UnsupportedPlatformError",
    code: "ERR_UNSUPPORTED_PLATFORM",
    message: `Cannot find login records on "${platform}": name a file, or another system's tree`,
  };

  test("no live records are known", () => {
    const answer = ask({ platform }, ({ attempt, Utmp, Wtmp, Btmp, Lastlog, UtmpFile, ...api }) => {
      const views = [Utmp, Wtmp, Btmp, Lastlog].flatMap((View) => [
        () => [...new View()],
        () => new View().path,
        () => new View().layout,
        () => [...new View({ source: "libc" })],
        () => [...new View({ source: "file" })],
      ]);
      const others = [
        () => new UtmpFile(),
        () => new Utmp().findByLine("pts/0"),
        () => new Utmp().openSessions(),
        () => new Wtmp().sessions(),
        () => new Lastlog().findByUser("root"),
        () => [...api.utmp],
        () => api.sources(),
        () => api.readReport(),
      ];
      return [...views, ...others].map(attempt);
    });
    expect(answer).toEqual(Array.from({ length: 28 }, () => unsupported));
  });

  test("commands that need them say so", () => {
    const answer = ask({ platform }, ({ runUtmpx }) =>
      ["report", "sources"].map((name) => runUtmpx([name])),
    );
    const refused = { code: 3, out: "", err: `utmpx: ${unsupported.message}\n` };
    expect(answer).toEqual([refused, refused]);
  });
});

describe("on win32", () => {
  const host = { platform: "win32" };

  /** Asks the same there and here. */
  function expectTheSame(question: Question<readonly string[]>, given: readonly string[]): void {
    const answer = ask(host, question, given);
    expect(answer).toEqual(JSON.parse(JSON.stringify(question(local, given))));
  }

  test("files of logins decode as everywhere", () => {
    expect(logins.length).toBeGreaterThan(8);
    expectTheSame(
      ({ detect, Utmp, Wtmp, UtmpFile }, paths) =>
        paths.map((path) => {
          const view = new Wtmp(path);
          using file = new UtmpFile(path);
          const found = detect(path);
          return {
            entries: [...view],
            problems: view.problems,
            layouts: [view.layout, file.layout, "layout" in found && found.layout],
            sessions: view.sessions(),
            open: new Utmp(path).openSessions(),
            records: file.records,
          };
        }),
      logins,
    );
  });

  test("files of last logins decode as everywhere", () => {
    expect(lastLogins).toHaveLength(4);
    expectTheSame(
      ({ detect, Lastlog }, paths) =>
        paths.map((path) => {
          const view = new Lastlog(path);
          const found = detect(path);
          return {
            entries: [...view],
            problems: view.problems,
            layouts: [view.layout, "layout" in found && found.layout],
          };
        }),
      lastLogins,
    );
  });

  test("trees of other systems are read as everywhere", () => {
    expectTheSame(
      ({ sources, readReport, Lastlog }, roots) =>
        roots.map((root) => [
          sources({ root }),
          readReport({ root }),
          new Lastlog({ root: "test/fixtures/debian12" }).findByUser("alice"),
        ]),
      ["test/fixtures/debian12", "test/fixtures/server"],
    );
    const run = ["report", "--root", "test/fixtures/server"];
    expect(ask(host, ({ runUtmpx }, args) => runUtmpx(args), run)).toEqual({
      code: 0,
      out: readFileSync("test/golden/report-server.txt", "utf8"),
      err: "",
    });
  });

  test.each(["debian12/var/log/wtmp", "arm64/wtmp"])(
    "dump prints %s, and makes it again",
    (name) => {
      const path = `${FIXTURES}/${name}`;
      using directory = new TemporaryDirectory();
      const answer = ask(
        host,
        ({ runUtmpx, detect }, [file, copy]) => {
          const found = detect(file);
          const layout = "layout" in found ? found.layout : "";
          const { out } = runUtmpx(["dump", "--ndjson", "--raw", file]);
          const made = runUtmpx(["dump", "-r", "--layout", layout, "-o", copy], { stdin: out });
          return [runUtmpx(["dump", file]), made.code];
        },
        [path, directory.at("copy")] as const,
      );
      const out = readFileSync(`${path}.txt`, "utf8");
      expect(answer).toEqual([{ code: 0, out, err: `Utmp dump of ${path}\n` }, 0]);
      expect(readFileSync(directory.at("copy"))).toEqual(readFileSync(path));
    },
  );
});
