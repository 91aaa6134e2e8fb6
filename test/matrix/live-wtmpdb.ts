// Makes the database that wtmpdb would have of some of the sessions of test/fixtures/make/logind.sh:
// with the logout of another session in one of its rows, and with sessions that are no longer there.

import { linuxStores } from "../../platforms/linux-stores.ts";
import { ProblemList } from "../../src/problems.ts";
import { readLogind } from "../../src/stores/logind.ts";
import { runSql, WTMP_SQL } from "../stores/wtmpdb-file.ts";

const [directory = ""] = linuxStores.logind.paths;
const [path = ""] = linuxStores.wtmpdb.paths.toReversed();

const sessions = readLogind(directory, null, new ProblemList());

/** Terminal and beginning of a session. */
function sessionOf(
  name: string,
  program: string,
): { readonly tty: string; readonly start: number } {
  const found = sessions.find(
    ({ user, service }) => user.text === name && service.text === program,
  );
  if (found === undefined || found.startMicros === null) {
    throw new Error(`There is no session of ${name} by ${program}`);
  }
  return { tty: found.tty.text, start: found.startMicros };
}

const [alice, bob] = [sessionOf("alice", "login"), sessionOf("bob", "lab-tty")];
const boot = alice.start - 60e6;
/** Type, user, login, logout, terminal, host and service of each row. */
const rows: readonly (readonly (string | number | null)[])[] = [
  [1, "reboot", boot, null, "~", "6.1.0", null],
  [3, "alice", alice.start + 200_000, null, alice.tty, "telnet.example.org", "login"],
  [3, "bob", bob.start - 200_000, boot + 1e6, bob.tty, "203.0.113.7", null],
  [3, "carol", boot + 2e6, null, "pts/40", "192.0.2.1", null],
  [3, "carol", boot + 3e6, boot + 4e6, "tty2", "", "login"],
  [3, "root", boot + 5e6, null, "", "", "su-l"],
];
const literal = (value: string | number | null): string =>
  typeof value === "string" ? `'${value}'` : String(value);
const values = rows.map((row) => `(NULL, ${row.map(literal).join(", ")})`);
runSql(path, WTMP_SQL, `INSERT INTO wtmp VALUES ${values.join(", ")}`);
