// Services that answer where who asks may not read the files: fakes, made from their protocols.

import { describe, expect, test } from "bun:test";
import { chmodSync, readFileSync } from "node:fs";
import { Utmp, Wtmp } from "../src/index.ts";
import { canBeLive } from "./live-system.ts";
import { LocalService } from "./local-service.ts";
import { OtherUser } from "./stores/other-user.ts";
import { utmpsExchanges } from "./utmps-service.ts";

const DATABASE = "test/fixtures/wtmpdb/wtmp.db";
const UTMP = "test/fixtures/utmps/run/utmps/utmp";

const text = new TextEncoder();
const answer = readFileSync("test/fixtures/wtmpdbd/read-all.json", "utf8").trimEnd();
const wtmpdbd = {
  question: text.encode('{"method":"org.openSUSE.wtmpdb.ReadAll","parameters":{}}\0'),
  answer: [text.encode(`${answer}\0`)],
};

describe("a service that is named", () => {
  test("gives the history of wtmpdb, as its database does", async () => {
    await using service = await LocalService.start({ exchanges: [wtmpdbd] });
    const view = new Wtmp({ source: "wtmpdbd", path: service.path });
    // The service had another run of the same logins: their times are not the same to the second.
    const plain = (wtmp: Wtmp): unknown[] =>
      wtmp.sessions().map(({ id, user, line, host, end }) => [id, user, line, host, end]);
    expect(plain(view)).toEqual(plain(new Wtmp(DATABASE)));
    expect(view.problems).toEqual([]);
    const entries = [...view];
    expect(new Set(entries.map(({ source }) => source))).toEqual(new Set(["wtmpdbd"]));
    expect([view.path, view.layout]).toEqual([service.path, "wtmpdbd"]);
  });

  test("gives the records of utmps, as its file has them", async () => {
    const file = new Uint8Array(readFileSync(UTMP));
    await using service = await LocalService.start({ exchanges: utmpsExchanges(file) });
    const view = new Utmp({ source: "utmps", path: service.path });
    const wanted = [...new Utmp(UTMP)].map((entry) => ({
      ...entry.toJSON(),
      source: "utmps",
      offset: null,
    }));
    const entries: object[] = [...view].map((entry) => entry.toJSON());
    expect(entries).toEqual(wanted);
    expect(
      view.findByLine(wanted.find(({ type }) => type === "USER_PROCESS")?.line ?? "")?.source,
    ).toBe("utmps");
    expect([view.layout, view.problems]).toEqual(["utmps-400-le", []]);
  });

  test("that is not there is an error of the file system", () => {
    for (const source of ["wtmpdbd", "utmps"] as const) {
      const View = source === "utmps" ? Utmp : Wtmp;
      const view = new View({ source, path: "/nonexistent/socket" });
      expect(() => [...view]).toThrow(
        expect.objectContaining({ code: "ENOENT", syscall: "connect" }),
      );
    }
  });
});

describe.skipIf(!canBeLive)("a live system whose database only root may read", () => {
  test("is asked through the service of wtmpdb, by whoever is not root", async () => {
    await using service = await LocalService.start({ exchanges: [wtmpdbd] });
    using nobody = new OtherUser();
    chmodSync(service.path, 0o666);
    chmodSync(service.path.replace(/[^/]+$/, ""), 0o755);
    const setup = `mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/log && mkdir /run/wtmpdb &&
      ln -s ${service.path} /run/wtmpdb/socket && install -m 600 ${DATABASE} /var/log/wtmp.db`;
    const out = nobody.run(
      `const { Wtmp } = await import("SRC/index.ts");
       const wtmp = new Wtmp();
       const sessions = wtmp.sessions({ limit: 2 });
       console.log(JSON.stringify([wtmp.path, sessions.map(({ user, end, source }) => [user, end, source]), wtmp.problems]));`,
      setup,
    );
    expect(JSON.parse(out)).toEqual([
      "/run/wtmpdb/socket",
      [
        ["carol", "logout", "wtmpdbd"],
        ["dave", "gone", "wtmpdbd"],
      ],
      [],
    ]);
    const status = nobody.run(
      `const { sources } = await import("SRC/index.ts");
       console.log(JSON.stringify(sources().find(({ store }) => store === "wtmpdb")));`,
      setup,
    );
    // Each who connects is answered once.
    expect(JSON.parse(status)).toMatchObject({ store: "wtmpdb", path: "/run/wtmpdb/socket" });
    const rotated = nobody.run(
      `const { Wtmp } = await import("SRC/index.ts");
       const wtmp = new Wtmp({ rotated: true });
       console.log(JSON.stringify([wtmp.paths, wtmp.sessions().length, wtmp.problems]));`,
      `${setup} && install -m 644 ${DATABASE} /var/log/wtmp.db.1`,
    );
    // The service has nothing of what was rotated, which anybody may read here.
    expect(JSON.parse(rotated)).toEqual([["/var/log/wtmp.db.1", "/run/wtmpdb/socket"], 26, []]);
    const last = nobody.run(
      `const { stdout } = Bun.spawnSync([process.execPath, "SRC/cli/main.ts", "last", "-n", "1"]);
       console.log(stdout.toString());`,
      setup,
    );
    // It begins when the database does: the socket has no beginning.
    expect(last).toMatch(/^dave .*\n\nwtmp\.db begins Tue Sep {2}1 /);
  });
});
