import { describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { LibraryError } from "../../src/errors.ts";
import type { LoginLibrary, LoginLibrarySession } from "../../src/platform.ts";
import { ProblemList } from "../../src/problems.ts";
import { UNKNOWN } from "../../src/stores/logind-fields.ts";
import { isUserSession, readLogind, type LogindSession } from "../../src/stores/logind.ts";
import { bytesOf } from "../../src/text.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { fixtureSessions, HOSTS, shownSessions } from "./logind-records.ts";

const SEED = 20261128;

/** Sessions and what was wrong with them; their files are named by their ids. */
function read(
  files: Readonly<Record<string, string | Uint8Array>>,
  library: LoginLibrary | null = null,
): { sessions: readonly LogindSession[]; problems: string[] } {
  using directory = new TemporaryDirectory();
  for (const [name, file] of Object.entries(files)) writeFileSync(directory.at(name), file);
  return readIn(directory, library);
}

function readIn(
  directory: TemporaryDirectory,
  library: LoginLibrary | null = null,
): { sessions: readonly LogindSession[]; problems: string[] } {
  const problems = new ProblemList();
  const sessions = readLogind(directory.path, library, problems);
  const messages = problems.list().map(({ kind, path = "", message }) => {
    return `${kind} ${path}: ${message}`.replaceAll(directory.path, "");
  });
  return { sessions, problems: messages };
}

const WHOLE = `UID=1001
USER=alice
STATE=active
TYPE=tty
CLASS=user
LEADER=138
REALTIME=1795363478984185
`;

describe.each(HOSTS)("the sessions of %s", (host) => {
  const sessions = fixtureSessions(host);
  const shown = shownSessions(host);

  test("are all those that loginctl shows", () => {
    const ids = shown.map((properties) => properties.get("Id"));
    expect(sessions.map(({ id }) => id).toSorted()).toEqual(ids.map(String).toSorted());
    expect(sessions.length).toBeGreaterThanOrEqual(10);
  });

  test.each(sessions.map((session) => [session.id, session] as const))(
    "are what loginctl shows of %s",
    (id, session) => {
      const properties = shown.find((one) => one.get("Id") === id);
      const text = (name: string): string => properties?.get(name) ?? "";
      // It shows whole seconds, as "Sun 2026-11-22 16:04:38 UTC".
      const [, day, time] = text("Timestamp").split(" ");
      expect({
        ...session,
        startMicros: Math.floor((session.startMicros ?? 0) / 1e6),
      }).toEqual({
        id,
        uid: Number(text("User")),
        user: expect.objectContaining({ text: text("Name") }),
        startMicros: Date.parse(`${day}T${time}Z`) / 1000,
        leader: Number(text("Leader")),
        tty: expect.objectContaining({ text: text("TTY") }),
        seat: expect.objectContaining({ text: text("Seat") }),
        display: expect.objectContaining({ text: text("Display") }),
        service: expect.objectContaining({ text: text("Service") }),
        type: text("Type"),
        sessionClass: text("Class"),
        state: text("State"),
        remoteHost: expect.objectContaining({ text: text("RemoteHost"), hex: null }),
        remoteUser: expect.objectContaining({ text: text("RemoteUser") }),
      });
    },
  );
});

describe("a field", () => {
  test("that is not valid UTF-8 has its bytes", () => {
    const { sessions } = read({ c1: `${WHOLE}REMOTE_HOST=a\\377\\tb\nSERVICE="ab"\n` });
    expect(sessions[0]?.remoteHost).toEqual({ text: "a\ufffd\tb", hex: "61ff0962", device: null });
  });

  test("is text up to its first NUL", () => {
    const { sessions } = read({ c1: `${WHOLE}REMOTE_HOST=a\\000b\nTTY=pts/1\0\n` });
    expect([sessions[0]?.remoteHost.text, sessions[0]?.tty.text]).toEqual(["a", "pts/1"]);
  });

  test.each(["", "-1", "1.5", "0x10", " 7", "7 ", "1e3", "99999999999999999999", "abc", "٧"])(
    "that should be a number, and is %j, is none",
    (text) => {
      const file = `USER=alice\nUID=${text}\nLEADER=${text}\nREALTIME=${text}\n`;
      const { sessions, problems } = read({ c1: file });
      const [{ uid, leader, startMicros } = { uid: 0, leader: 0, startMicros: 0 }] = sessions;
      expect([uid, leader, startMicros]).toEqual([null, null, null]);
      expect(problems).toEqual([]);
    },
  );
});

describe("what is in the directory", () => {
  test("is in its order", () => {
    using directory = new TemporaryDirectory();
    for (const id of ["c3", "c10", "c1", "2", "c2"]) writeFileSync(directory.at(id), WHOLE);
    const order = Bun.spawnSync(["ls", "-U", directory.path]).stdout.toString().trimEnd();
    expect(readIn(directory).sessions.map(({ id }) => id)).toEqual(order.split("\n"));
  });

  test("but can't be a session's by its name is none", () => {
    const names = [".#c1abc", ".c1", "c1.ref", "c1~", "c-1", "c 1", "é", "c1\n"];
    const files = Object.fromEntries(names.map((name) => [name, WHOLE]));
    expect(read(files)).toEqual({ sessions: [], problems: [] });
  });

  test("but is no session's file is a problem, and hides no other", () => {
    const large = WHOLE + "#".repeat(2 ** 16);
    const { sessions, problems } = read({ c1: "", c2: WHOLE, c3: "X=1\n", c4: large });
    expect(sessions.map(({ id }) => id)).toEqual(["c2"]);
    expect(problems.toSorted()).toEqual([
      'read /c1: Cannot read "/c1": it names no user, and a session has one',
      'read /c3: Cannot read "/c3": it names no user, and a session has one',
      `read /c4: Cannot read "/c4": it has ${large.length} bytes, and a session's file 65536 at most`,
    ]);
  });

  test("but is no file is not opened, and a problem", () => {
    using directory = new TemporaryDirectory();
    using outside = new TemporaryDirectory();
    writeFileSync(outside.at("c1"), WHOLE);
    writeFileSync(directory.at("c6"), WHOLE);
    symlinkSync(outside.at("c1"), directory.at("c1"));
    symlinkSync("c6", directory.at("c2"));
    symlinkSync("none", directory.at("c3"));
    mkdirSync(directory.at("c4"));
    Bun.spawnSync(["mkfifo", directory.at("c5"), directory.at("c6.ref")]);
    using _ = Bun.listen({ unix: directory.at("c7"), socket: { data() {} } });
    // libsystemd would follow the links, and wait for the FIFO.
    const library = new FakeLibrary({ c1: WRONG, c5: WRONG });
    const { sessions, problems } = readIn(directory, library);
    expect(library.asked).toEqual([]);
    expect(sessions.map(({ id }) => id)).toEqual(["c6"]);
    const link = "it is a symbolic link, and a file is wanted";
    expect(problems.toSorted()).toEqual([
      `read /c1: Cannot read "/c1": ${link}`,
      `read /c2: Cannot read "/c2": ${link}`,
      `read /c3: Cannot read "/c3": ${link}`,
      'read /c4: Cannot read "/c4": it is a directory, and a file of records is wanted',
      'read /c5: Cannot read "/c5": it is a FIFO, and a file of records is wanted',
      'read /c7: Cannot read "/c7": it is a socket, and a file of records is wanted',
    ]);
  });

  test("but may not be read is a problem", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("c1"), WHOLE, { mode: 0 });
    const isRoot = process.getuid?.() === 0;
    Bun.spawnSync(["chmod", "755", directory.path]);
    if (isRoot) process.seteuid?.(65_534);
    try {
      const { sessions, problems } = readIn(directory);
      expect(sessions).toEqual([]);
      expect(problems).toEqual(["read /c1: EACCES: permission denied, open '/c1'"]);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  test("can't be known where there is none", () => {
    using directory = new TemporaryDirectory();
    const problems = new ProblemList();
    const none = directory.at("none");
    expect(() => readLogind(none, null, problems)).toThrow(
      expect.objectContaining({ code: "ENOENT", path: none }),
    );
  });
});

test("files of any bytes give sessions or problems", () => {
  const line = fc.oneof(
    fc.constantFrom(...WHOLE.split("\n"), 'USER="', "UID=", 'TTY="a\nb"', "REMOTE_HOST=\\377\\0"),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  using directory = new TemporaryDirectory();
  const check = fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
    writeFileSync(directory.at("c1"), Buffer.from(lines.join("\n"), "latin1"));
    const { sessions, problems } = readIn(directory);
    expect(sessions.length + problems.length).toBe(1);
  });
  fc.assert(check, { seed: SEED, numRuns: 1000 });
});

/** A library that knows of these sessions, and notes what it is asked for. */
class FakeLibrary implements LoginLibrary {
  readonly asked: string[] = [];
  readonly #known: Readonly<Record<string, Partial<LoginLibrarySession> | (() => never)>>;

  constructor(known: Readonly<Record<string, Partial<LoginLibrarySession> | (() => never)>>) {
    this.#known = known;
  }

  sessions(): readonly string[] {
    return Object.keys(this.#known);
  }

  sessionOf(id: string): LoginLibrarySession | null {
    this.asked.push(id);
    const known = this.#known[id];
    if (typeof known === "function") return known();
    return known === undefined ? null : { ...UNKNOWN, ...known };
  }
}

const fail = (): never => {
  throw new LibraryError("Cannot be asked");
};

const WRONG: LoginLibrarySession = {
  uid: 7,
  user: bytesOf("wrong"),
  startMicros: 7,
  leader: 7,
  tty: bytesOf("tty7"),
  seat: bytesOf("seat7"),
  display: bytesOf(":7"),
  service: bytesOf("service7"),
  type: bytesOf("type7"),
  sessionClass: bytesOf("class7"),
  state: bytesOf("state7"),
  remoteHost: bytesOf("host7"),
  remoteUser: bytesOf("user7"),
};

/** A file without the line of a key. */
const without = (file: string, key: string): string =>
  file.replace(new RegExp(`^${key}=.*\n`, "m"), "");

/** What is known of a session, as text. */
function shortly(session: LogindSession | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(session ?? {}).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null ? value.text : value,
    ]),
  );
}

describe("a library", () => {
  test("is not asked for a session whose file says what all do", () => {
    const library = new FakeLibrary({ c1: WRONG });
    expect(read({ c1: WHOLE }, library)).toEqual(read({ c1: WHOLE }));
    expect(library.asked).toEqual([]);
  });

  test.each(["UID", "USER", "REALTIME", "LEADER", "TYPE", "CLASS", "STATE"])(
    "is asked for a session whose file lacks %s",
    (key) => {
      const library = new FakeLibrary({ c1: WRONG });
      const { sessions } = read({ c1: without(WHOLE, key) }, library);
      expect(library.asked).toEqual(["c1"]);
      expect(sessions[0]?.leader).toBe(key === "LEADER" ? 7 : 138);
    },
  );

  test.each<[string, keyof LoginLibrarySession]>([
    ["UID", "uid"],
    ["USER", "user"],
    ["REALTIME", "startMicros"],
    ["TTY", "tty"],
    ["SEAT", "seat"],
    ["DISPLAY", "display"],
    ["SERVICE", "service"],
    ["TYPE", "type"],
    ["CLASS", "sessionClass"],
    ["STATE", "state"],
    ["REMOTE_HOST", "remoteHost"],
    ["REMOTE_USER", "remoteUser"],
  ])("tells %s where a file does not, and nothing else that it does", (key, name) => {
    const rest = "TTY=a\nSEAT=b\nDISPLAY=c\nSERVICE=d\nREMOTE_HOST=e\nREMOTE_USER=f\n";
    const file = without(WHOLE + rest, "LEADER");
    const library = new FakeLibrary({ c1: WRONG });
    const { sessions, problems } = read({ c1: without(file, key) }, library);
    const value = WRONG[name];
    expect(shortly(sessions[0])).toEqual({
      ...shortly(read({ c1: file }).sessions[0]),
      leader: 7,
      [name]: typeof value === "number" ? value : new TextDecoder().decode(value ?? undefined),
    });
    expect(problems).toEqual([]);
  });

  test("tells what a file does not that can't be read", () => {
    const large = WHOLE + "#".repeat(2 ** 16);
    const { sessions, problems } = read({ c1: large }, new FakeLibrary({ c1: WRONG }));
    expect(shortly(sessions[0])).toMatchObject({ id: "c1", uid: 7, user: "wrong" });
    expect(problems).toEqual([]);
  });

  test("has sessions that have no file, behind those that have", () => {
    const library = new FakeLibrary({ z1: { uid: 5 }, c1: WRONG, "..": WRONG, "a/b": WRONG });
    const { sessions, problems } = read({ c1: WHOLE }, library);
    expect(sessions.map(({ id, uid }) => [id, uid])).toEqual([
      ["c1", 1001],
      ["z1", 5],
    ]);
    expect(problems).toEqual([]);
  });

  test.each([
    ["knows of no such session", {}],
    ["fails", { c1: fail }],
    ["does not know whose it is", { c1: { tty: bytesOf("pts/1") } }],
  ])("that %s leaves a file that can't be read a problem", (_, known) => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("c1"));
    expect(readIn(directory, new FakeLibrary(known))).toEqual({
      sessions: [],
      problems: ['read /c1: Cannot read "/c1": it is a directory, and a file of records is wanted'],
    });
  });

  test("that fails leaves what a file says, and is a problem", () => {
    const { sessions, problems } = read({ c1: "USER=alice\n" }, new FakeLibrary({ c1: fail }));
    expect(shortly(sessions[0])).toMatchObject({ id: "c1", uid: null, user: "alice" });
    expect(problems).toEqual(["read /c1: Cannot be asked"]);
  });

  test("that can't list sessions hides none that has a file, and is a problem", () => {
    const library: LoginLibrary = { sessions: fail, sessionOf: fail };
    const { sessions, problems } = read({ c1: WHOLE }, library);
    expect(sessions.map(({ id }) => id)).toEqual(["c1"]);
    expect(problems).toEqual(["read : Cannot be asked"]);
  });

  test("whose error is none of reading is not hidden", () => {
    const broken = (): never => {
      throw new TypeError("Wrong");
    };
    expect(() => read({}, { sessions: broken, sessionOf: broken })).toThrow(TypeError);
    expect(() => read({ c1: "" }, { sessions: () => [], sessionOf: broken })).toThrow(TypeError);
  });

  test("may know of a session that ends in the meantime", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("c1"), WHOLE);
    writeFileSync(directory.at("c2"), WHOLE);
    const library: LoginLibrary = {
      sessions() {
        rmSync(directory.at("c1"));
        return ["c1", "c2", "c3"];
      },
      sessionOf: () => null,
    };
    const { sessions, problems } = readIn(directory, library);
    expect(sessions.map(({ id }) => id)).toEqual(["c2"]);
    expect(problems).toEqual([]);
  });
});

test.each([
  ["", true],
  ["user", true],
  ["user-early", true],
  ["user-incomplete", true],
  ["user-light", true],
  ["user-early-light", true],
  ["greeter", false],
  ["lock-screen", false],
  ["background", false],
  ["background-light", false],
  ["manager", false],
  ["manager-early", false],
  ["none", false],
  ["User", false],
  ["a user", false],
])("a session of class %j is a login: %p", (sessionClass, wanted) => {
  expect(isUserSession({ sessionClass })).toBe(wanted);
});
