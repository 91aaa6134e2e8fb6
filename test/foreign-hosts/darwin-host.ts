// A macOS with two who are logged in, of whom one is gone; its log is the stand-in's.

import { BOOT, LOGIN, signed, type Login } from "../platforms/stand-in/darwin-records.ts";
import type { Host } from "./host.ts";

/** More than any process has on this machine. */
const NOBODYS_PID = 2 ** 22 + 1;

const alice: Login = { ...LOGIN, pid: 1, seconds: 1_800_000_000 };
const bob: Login = { ...alice, pid: NOBODYS_PID, user: "bob", id: "s002", line: "ttys002" };

export const UTMPX = "/var/run/utmpx";

/** Its file; /var/run is /run. */
export const FILES: { readonly "/run/utmpx": Uint8Array } = {
  "/run/utmpx": signed([BOOT, alice, bob]),
};

export const LIBC = "libSystem.B.dylib";

/** The host, with its C library in this folder. */
export function darwinHost(library: { readonly path: string }): Host {
  return { platform: "darwin", libraries: library.path, files: FILES };
}
