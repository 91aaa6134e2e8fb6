// A FreeBSD with two who are logged in, of whom one is gone, and one who was there before.

import { freebsdTypes } from "../../platforms/freebsd-utmpx.ts";
import type { UtmpEntryJSON } from "../../src/entry.ts";
import { NOTHING } from "../platforms/stand-in/entries.ts";
import { futxArray, futxLog, type Login } from "../platforms/stand-in/freebsd-records.ts";
import type { Host } from "./host.ts";

/** More than any process has on this machine. */
const NOBODYS_PID = 2 ** 22 + 1;

const START = 1_700_000_000_000_001;
const HOUR = 3_600_000_000;
const text = new TextEncoder();
const boot: Login = { type: "BOOT_TIME", micros: START };
const alice: Login = {
  type: "USER_PROCESS",
  micros: START + HOUR,
  pid: 1,
  id: text.encode("ts/0"),
  user: "alice",
  line: "pts/0",
  host: "2001:db8::7",
};
const bob: Login = {
  ...alice,
  micros: START + 2 * HOUR,
  pid: NOBODYS_PID,
  id: text.encode("ts/1"),
  user: "bob",
  line: "pts/1",
};
const logout: Login = {
  type: "DEAD_PROCESS",
  micros: START + 3 * HOUR,
  pid: 1,
  id: text.encode("ts/0"),
};
const shutdown: Login = { type: "SHUTDOWN_TIME", micros: START + 4 * HOUR };

export const ACTIVE = "/var/run/utx.active";
export const LOG = "/var/log/utx.log";
export const LASTLOGIN = "/var/log/utx.lastlogin";

/** Its databases; /var/run is /run. */
export const FILES: Readonly<Record<string, Uint8Array>> = {
  "/run/utx.active": futxArray([boot, alice, bob]),
  [LOG]: futxLog([boot, alice, logout, shutdown]),
  [LASTLOGIN]: futxArray([{ ...bob, micros: START }, alice]),
};

const entry = ({ type, micros }: Login, time: string): UtmpEntryJSON => ({
  ...NOTHING,
  type,
  typeCode: freebsdTypes.indexOf(type),
  time,
  micros,
});

/** The entries of the log, through libc. */
export const HISTORY: readonly UtmpEntryJSON[] = [
  entry(boot, "2023-11-14T22:13:20.000001Z"),
  {
    ...entry(alice, "2023-11-14T23:13:20.000001Z"),
    pid: 1,
    id: "ts/0",
    user: "alice",
    line: "pts/0",
    device: "/dev/pts/0",
    host: "2001:db8::7",
    isUserProcess: true,
  },
  { ...entry(logout, "2023-11-15T01:13:20.000001Z"), pid: 1, id: "ts/0" },
  entry(shutdown, "2023-11-15T02:13:20.000001Z"),
];

/** Where its records begin, with their lengths. */
export const PLACES: readonly number[] = [0, 11, 93, 116];

export const LIBC = "libc.so.7";

/** The host, with its C library in this folder. */
export function freebsdHost(library: { readonly path: string }): Host {
  return { platform: "freebsd", env: { LD_LIBRARY_PATH: library.path }, files: FILES };
}
