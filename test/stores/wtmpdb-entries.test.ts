import { expect, test } from "bun:test";
import { ProblemList } from "../../src/problems.ts";
import { wtmpdbEntries } from "../../src/stores/wtmpdb-entries.ts";
import { readWtmpdb, type WtmpdbRow } from "../../src/stores/wtmpdb.ts";
import { textOf } from "../../src/text.ts";

const ROW: WtmpdbRow = {
  id: 7,
  type: 3,
  user: textOf("alice"),
  line: textOf("pts/0"),
  host: textOf("2001:db8::1"),
  service: "sshd",
  loginMicros: 1_795_176_000_000_123,
  logoutMicros: 1_795_176_060_000_456,
};

test("a session is a login and a logout, as a wtmp would have them", () => {
  const [login, logout, ...more] = wtmpdbEntries([ROW], "wtmpdb");
  expect(more).toEqual([]);
  expect(login?.toJSON()).toEqual({
    type: "USER_PROCESS",
    typeCode: 7,
    pid: null,
    sid: null,
    id: "7",
    user: "alice",
    line: "pts/0",
    host: "2001:db8::1",
    device: "/dev/pts/0",
    time: "2026-11-20T12:00:00.000123Z",
    micros: 1_795_176_000_000_123,
    exit: null,
    address: "2001:db8::1",
    isUserProcess: true,
    source: "wtmpdb",
    offset: null,
  });
  expect(logout?.toJSON()).toMatchObject({
    type: "DEAD_PROCESS",
    typeCode: 8,
    id: "7",
    user: "",
    line: "pts/0",
    host: "",
    address: null,
    device: "/dev/pts/0",
    time: "2026-11-20T12:01:00.000456Z",
  });
  expect([login?.raw(), login?.addressBytes()?.length]).toEqual([null, 16]);
});

test("a boot and its shutdown are what systemd writes", () => {
  const boot = {
    ...ROW,
    type: 1,
    user: textOf("reboot"),
    line: textOf("~"),
    host: textOf("6.1.0"),
  };
  const entries = wtmpdbEntries([boot], "wtmpdbd");
  expect(
    entries.map(({ type, user, line, host, device, source }) => [
      type,
      user,
      line,
      host,
      device,
      source,
    ]),
  ).toEqual([
    ["BOOT_TIME", "reboot", "~", "6.1.0", null, "wtmpdbd"],
    ["RUN_LVL", "shutdown", "~", "6.1.0", null, "wtmpdbd"],
  ]);
});

test("what is neither is of a type that is not known, and lost is nothing", () => {
  const [entry] = wtmpdbEntries([{ ...ROW, type: 2, logoutMicros: null }], "wtmpdb");
  expect([entry?.type, entry?.typeCode, entry?.user]).toEqual(["UNKNOWN", -1, "alice"]);
});

test("text that is not valid UTF-8 keeps its bytes", () => {
  const user = { text: "a\ufffd", hex: "61ff", device: null };
  const [login, logout] = wtmpdbEntries([{ ...ROW, user, line: user, host: user }], "wtmpdb");
  expect(login).toMatchObject({ userBytes: "61ff", lineBytes: "61ff", hostBytes: "61ff" });
  expect(logout).toMatchObject({ lineBytes: "61ff" });
  expect(logout).not.toHaveProperty("userBytes");
});

test("all come by their time, and no logout before its login", () => {
  const rows = [
    { ...ROW, id: 1, loginMicros: 50, logoutMicros: 40 },
    { ...ROW, id: 2, loginMicros: 10, logoutMicros: 60 },
    { ...ROW, id: 3, loginMicros: null, logoutMicros: 20 },
  ];
  const entries = wtmpdbEntries(rows, "wtmpdb");
  expect(entries.map(({ id, type, micros }) => [id, type, micros])).toEqual([
    ["3", "USER_PROCESS", null],
    ["2", "USER_PROCESS", 10],
    ["3", "DEAD_PROCESS", 20],
    ["1", "USER_PROCESS", 50],
    ["1", "DEAD_PROCESS", 40],
    ["2", "DEAD_PROCESS", 60],
  ]);
});

test("a real database has as many as it has logins and logouts", () => {
  const { rows } = readWtmpdb("test/fixtures/wtmpdb/wtmp.db", true, new ProblemList());
  const entries = wtmpdbEntries(rows, "wtmpdb");
  expect(entries).toHaveLength(
    18 + rows.filter(({ logoutMicros }) => logoutMicros !== null).length,
  );
  const times = entries.map(({ micros }) => micros ?? 0);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
