// Trees of other systems, which have nothing but the files of that system.

import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "../../src/platform.ts";
import type { StoreName } from "../../src/views/source-status.ts";
import { sources } from "../../src/views/sources.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { runUtmpx } from "../cli/run-utmpx.ts";
import { freebsd as freebsdWriters } from "../files/foreign-bsd.ts";
import { expectedEntries } from "../files/foreign-entries.ts";
import { areEqual, givenEntries, viewOf, wantedEntries } from "../files/foreign-reading.ts";
import { pack, structOf } from "../files/foreign-structs.ts";
import type { Written } from "../files/foreign-system.ts";
import { DATABASES, fileOf, pathOf, treeOf, TREES, type Tree } from "../files/foreign-trees.ts";
import { valuesOf } from "../files/foreign-values.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { utxLogFile } from "../utx-log-file.ts";

function isDatabase(store: StoreName): store is Database {
  return DATABASES.some((database) => database === store);
}

/** What services answer for is part of another store. */
function isService(store: string): boolean {
  return store === "utmps" || store === "wtmpdbd";
}

describe("a tree of another system", () => {
  test.each(TREES)("$name: views read its files", (tree) => {
    using directory = treeOf(tree);
    for (const database of DATABASES) {
      const layout = tree.layouts[database];
      if (layout === undefined) continue;
      const file = fileOf(layout, database);
      const view = viewOf(database, { root: directory.path });
      expect(view.path).toBe(directory.at(pathOf(tree, database)));
      expect([database, givenEntries(file, view)]).toEqual([database, wantedEntries(file)]);
      expect([database, view.problems]).toEqual([database, []]);
      // DragonFly and NetBSD have the same hashes.
      expect([view.layout, areEqual(file, view.layout, layout)]).toEqual([view.layout, true]);
    }
  });

  test.each(TREES)("$name: sources say what that system's are", (tree) => {
    using directory = treeOf(tree);
    const found = sources({ root: directory.path });
    const stores = Object.keys(tree.platform.stores).filter((store) => !isService(store));
    expect(found.map(({ store }) => String(store)).sort()).toEqual(
      [...DATABASES, ...stores].sort(),
    );
    for (const { store, path, status, layout, records, writer, limits, advice, ...more } of found) {
      if (!isDatabase(store)) {
        expect([store, status, records]).toEqual([store, "absent", null]);
        continue;
      }
      const { absent, ...notes } = tree.platform.notes[store];
      expect([store, { writer, limits }]).toEqual([store, notes]);
      const wanted = tree.layouts[store];
      if (wanted === undefined) {
        const found = { store, status, layout, advice, records };
        expect(found).toMatchObject({ store, status: "absent", layout: null, records: null });
        expect(advice).toBe(absent);
        expect(path === null || !existsSync(path)).toBe(true);
        continue;
      }
      const file = fileOf(wanted, store);
      expect([store, path]).toEqual([store, directory.at(pathOf(tree, store))]);
      expect([store, status, advice]).toEqual([store, "ok", null]);
      expect([layout, areEqual(file, layout ?? "none", wanted)]).toEqual([layout, true]);
      expect(records).toBeGreaterThanOrEqual(wantedEntries(file).length);
      expect(more).toMatchObject({ used: true, source: "file", trailingBytes: 0 });
    }
  });

  test.each(TREES)("$name: report shows it", (tree) => {
    using directory = treeOf(tree);
    const { code, out, err } = runUtmpx(["report", "--root", directory.path]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const store of DATABASES) {
      const has = tree.layouts[store] !== undefined;
      const { limits, absent } = tree.platform.notes[store];
      // A long line is cut at the edge of the screen.
      const line = `  ${store.padEnd(8)} ${(has ? "ok" : "absent").padEnd(11)} ${has ? limits : absent}`;
      expect(out).toContain(`\n${line.length > 80 ? line.slice(0, 79) : line}`);
    }
    for (const [database, heading] of [
      ["utmp", /^Logged in \(([1-9]\d*)\)$/m],
      ["wtmp", /^Last sessions(?: \(logouts without a login: \d+\))?$/m],
    ] as const) {
      const last = lastLoginOf(tree, database);
      if (last !== null) expect(out).toMatch(heading);
      if (last !== null && database === "wtmp") expect(out).toMatch(last);
    }
  });
});

/** How the last login of a log is shown; `null` if the tree has none. */
function lastLoginOf({ layouts }: Tree, database: "utmp" | "wtmp"): RegExp | null {
  const layout = layouts[database];
  if (layout === undefined) return null;
  const entries = expectedEntries(fileOf(layout, database));
  const last = entries.findLast(({ type, user }) => type === "USER_PROCESS" && user !== "");
  if (last === undefined) throw new Error(`Nobody logged in on ${layout}`);
  const time = new Date((last.micros ?? 0) / 1000).toISOString().slice(0, 16).replace("T", " ");
  // A long name is cut.
  const [user, line] = [(last.user ?? "").slice(0, 12), last.line].map((text) =>
    RegExp.escape(text),
  );
  return new RegExp(`^  ${user}\\S* +${line} +${time}  `, "m");
}

describe("a log of FreeBSD", () => {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const START = Date.UTC(2026, 10, 20, 8) / 1000;
  // Hashes, of which none is text, and two differ in what is none only.
  const ids = ["ff00112233445566", "fe00112233445566", "0a1b2c3d4e5f6071"].map((hex) =>
    Uint8Array.fromHex(hex),
  );

  function record(minute: number, written: Partial<Written> & Pick<Written, "type">): Uint8Array {
    const whole = { seconds: START + 60 * minute, microseconds: 0, ...written };
    return pack(structOf("freebsd-futx-197"), "big", valuesOf(freebsdWriters, whole));
  }

  function login(minute: number, user: string, line: string, id = new Uint8Array(0)): Uint8Array {
    const who = { user: text(user), line: text(line), host: text("gateway") };
    return record(minute, { type: "USER_PROCESS", ...who, pid: 100 + minute, id });
  }

  test("has logouts without a line, which end the sessions of their ids", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("var/log/utx.log");
    mkdirSync(dirname(path), { recursive: true });
    const [alice, bob, carol] = ids;
    if (alice === undefined || bob === undefined || carol === undefined) throw new Error("No ids");
    const records = [
      record(0, { type: "BOOT_TIME" }),
      login(1, "alice", "pts/0", alice),
      login(2, "bob", "pts/1", bob),
      login(3, "carol", "ttyv0", carol),
      record(4, { type: "DEAD_PROCESS", pid: 9004, id: bob }),
      record(6, { type: "DEAD_PROCESS", pid: 9006, id: alice }),
      record(7, { type: "DEAD_PROCESS", pid: 9007, id: text("nobody's") }),
      record(9, { type: "SHUTDOWN_TIME" }),
    ];
    writeFileSync(path, utxLogFile(records));
    const wtmp = new Wtmp({ root: directory.path });
    const sessions = wtmp.sessions().map(({ user, line, end, pairedBy, login, logout }) => {
      const minutes = [login, logout].map((time) => time && (time.getTime() / 1000 - START) / 60);
      return [user, line, end, pairedBy, ...minutes];
    });
    expect(sessions).toEqual([
      ["alice", "pts/0", "logout", "id", 1, 6],
      ["bob", "pts/1", "logout", "id", 2, 4],
      ["carol", "ttyv0", "shutdown", null, 3, 9],
    ]);
    expect(wtmp.unmatchedLogouts).toBe(1);
    expect(wtmp.layout).toBe("freebsd-utx-log");
    const { code, out, err } = runUtmpx(["report", "--root", directory.path]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(
      `
Last sessions (logouts without a login: 1)
  carol         ttyv0     2026-11-20 08:03  00:06 shutdown    gateway
  bob           pts/1     2026-11-20 08:02  00:02             gateway
  alice         pts/0     2026-11-20 08:01  00:05             gateway
`,
    );
  });
});
