import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { loginLibrary } from "../../platforms/libsystemd.ts";
import { LibraryError } from "../../src/errors.ts";
import { openLibrary } from "../../src/library.ts";
import { bytesOf } from "../../src/text.ts";
import { canBeLive, runLive } from "../live-system.ts";
import { canBuild, StandIn } from "../stand-in-library.ts";
import { HOSTS, pathOf, shownSessions } from "../stores/logind-records.ts";

const urlOf = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

/** Prints what this machine's own library says of the sessions that are there, and what we say with it. */
const PROGRAM = `
  const { loginLibrary } = await import(${urlOf("../../platforms/libsystemd.ts")});
  const { readLogind } = await import(${urlOf("../../src/stores/logind.ts")});
  const { ProblemList } = await import(${urlOf("../../src/problems.ts")});
  const library = loginLibrary("libsystemd.so.0");
  const text = (value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value);
  const told = (id) => {
    const fields = Object.entries(library.sessionOf(id)).map(([name, value]) => [name, text(value)]);
    return { id, ...Object.fromEntries(fields) };
  };
  const problems = new ProblemList();
  const directory = "/run/systemd/sessions";
  console.log(JSON.stringify({
    ids: library.sessions(),
    sessions: library.sessions().map(told),
    ended: library.sessionOf("none"),
    impossible: library.sessionOf("../x"),
    alone: readLogind(directory, null, problems),
    both: readLogind(directory, library, problems),
    problems: problems.list(),
  }));`;

interface Answer {
  readonly ids: string[];
  readonly sessions: Record<string, unknown>[];
  readonly ended: unknown;
  readonly impossible: Record<string, unknown>;
  readonly alone: { readonly id: string }[];
  readonly both: { readonly id: string }[];
  readonly problems: unknown[];
}

function ask(root: string): Answer {
  return JSON.parse(runLive(root, [process.execPath, "-e", PROGRAM]));
}

describe.skipIf(!canBeLive)("this machine's library", () => {
  describe.each(HOSTS)("with the sessions of %s", (host) => {
    let answer: Answer;
    beforeAll(() => {
      answer = ask(pathOf(host, ""));
    });

    test("lists them in their order", () => {
      expect(answer.ids).toEqual(answer.alone.map(({ id }) => id));
      expect(answer.ids.length).toBeGreaterThanOrEqual(10);
    });

    test("says of each what loginctl shows", () => {
      const wanted = shownSessions(host).map((properties) => {
        const text = (name: string): string | null => properties.get(name) ?? null;
        // It loses the backslashes of the escapes that systemd wrote up to 257.
        const remoteHost = text("RemoteHost")?.replace("ö", "303266") ?? null;
        return {
          id: text("Id"),
          uid: Number(text("User")),
          tty: text("TTY"),
          seat: text("Seat"),
          display: text("Display"),
          service: text("Service"),
          type: text("Type"),
          sessionClass: text("Class"),
          state: text("State"),
          remoteHost: host === "logind-252" ? remoteHost : text("RemoteHost"),
          remoteUser: text("RemoteUser"),
        };
      });
      expect(answer.sessions).toHaveLength(wanted.length);
      for (const one of wanted)
        expect(answer.sessions).toContainEqual(expect.objectContaining(one));
    });

    test("adds nothing to what the files say", () => {
      expect(answer.both).toEqual(answer.alone);
      expect(answer.problems).toEqual([]);
    });

    test("knows of no session that is not there", () => {
      expect(answer.ended).toBeNull();
      expect(new Set(Object.values(answer.impossible))).toEqual(new Set([null]));
    });
  });

  test("lists none where there is no directory of them", () => {
    const program = `
      const { loginLibrary } = await import(${urlOf("../../platforms/libsystemd.ts")});
      console.log(loginLibrary("libsystemd.so.0").sessions().length);`;
    expect(runLive(pathOf("server", "etc"), [process.execPath, "-e", program])).toBe("0\n");
  });
});

test("a library that is not there, or another, can't be used", () => {
  expect(() => loginLibrary("libnone.so.0")).toThrow(LibraryError);
  expect(() => loginLibrary("libc.so.6")).toThrow(LibraryError);
});

// Debian 12's own is older than 254.
describe.skipIf(!canBuild)("a library of systemd 254", () => {
  const [PLAIN, FAILS, FAILS_LATER, NOBODY] = [0, 1, 2, 3];
  const standIn = canBuild ? new StandIn("libsystemd") : null;
  const file = standIn?.file ?? "";
  const library = canBuild ? loginLibrary(file) : null;
  const behave = (mode = PLAIN, number = 0): void => standIn?.behave(mode, number);
  beforeEach(() => behave());
  afterAll(() => standIn?.[Symbol.dispose]());

  test("lists ids", () => {
    expect(library?.sessions()).toEqual(["c1", "33"]);
  });

  test("may give no list", () => {
    behave(NOBODY);
    expect(library?.sessions()).toEqual([]);
  });

  test("tells all of a session, and null for what it has not", () => {
    expect(library?.sessionOf("c1")).toEqual({
      uid: 4_000_000_000,
      user: bytesOf("username"),
      startMicros: 1_795_900_000_000_123,
      leader: 4_194_303,
      tty: bytesOf("tty"),
      seat: null,
      display: bytesOf("display"),
      service: bytesOf("s".repeat(1000)),
      type: bytesOf("type"),
      sessionClass: bytesOf("class"),
      state: bytesOf(""),
      remoteHost: Uint8Array.from([...bytesOf("remote"), 0xff, ...bytesOf("_host")]),
      remoteUser: bytesOf("remote_user"),
    });
  });

  test("gives null for a time that no number holds", () => {
    behave(PLAIN, 1);
    expect(library?.sessionOf("c1")).toMatchObject({ startMicros: null, leader: 4_194_303 });
  });

  test("knows of no session that has ended", () => {
    expect(library?.sessionOf("c2")).toBeNull();
    const ENXIO = 6;
    behave(FAILS_LATER, ENXIO);
    expect(library?.sessionOf("c1")).toBeNull();
  });

  test.each([
    ["EIO", 5],
    ["EINVAL", 22],
    ["ERANGE", 34],
    ["ENODATA", 61],
  ])("can't tell where it fails with %s", (_, errno) => {
    behave(FAILS, errno);
    const fields = library?.sessionOf("c1") ?? {};
    expect(Object.values(fields)).toEqual(new Array(13).fill(null));
  });

  test.each([
    ["EPERM", 1],
    ["EACCES", 13],
    ["ENOMEM", 12],
  ])("fails with %s", (_, errno) => {
    behave(FAILS, errno);
    expect(() => library?.sessions()).toThrow(
      new LibraryError(`Cannot list sessions by "${file}": errno ${errno}`),
    );
    expect(() => library?.sessionOf("c1")).toThrow(
      new LibraryError(`Cannot ask "${file}" for session "c1": errno ${errno}`),
    );
  });

  test("is not asked for an id that C would see otherwise", () => {
    expect(() => library?.sessionOf("c1\0")).toThrow(LibraryError);
  });

  test("has all its memory back", () => {
    const symbols = { bytes_in_use: { args: [], returns: "u64" } } as const; // uint64_t bytes_in_use(void)
    const { bytes_in_use: bytesInUse } = openLibrary(file, symbols);
    const use = (times: number): void => {
      for (let i = 0; i < times; i++) {
        library?.sessions();
        library?.sessionOf("c1");
      }
    };
    use(10);
    const before = Number(bytesInUse());
    use(2000);
    // A string that is not freed takes 24 bytes at least, each time.
    expect(Number(bytesInUse()) - before).toBeLessThan(2000 * 24);
  });
});
