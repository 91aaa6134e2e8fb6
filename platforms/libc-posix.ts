import type { SystemLibrary } from "../src/platform.ts";
import type { AccountFunctions } from "./libc-accounts.ts";
import { localeName, type LocaleFunctions, type LocaleMasks } from "./libc-locale.ts";
import type { Errno } from "./libc-memory.ts";
import type { NameFunctions, SocketNumbers } from "./libc-names.ts";
import type { TerminalFunctions } from "./libc-terminal.ts";
import { localTime, type TimeFunctions } from "./libc-time.ts";

/** Functions that POSIX describes: every C library has them. */
export const POSIX_SYMBOLS = {
  getpwnam: { args: ["ptr"], returns: "ptr" }, // struct passwd *getpwnam(const char *name)
  getpwuid: { args: ["u32"], returns: "ptr" }, // struct passwd *getpwuid(uid_t uid)
  setpwent: { args: [], returns: "void" }, // void setpwent(void)
  getpwent: { args: [], returns: "ptr" }, // struct passwd *getpwent(void)
  endpwent: { args: [], returns: "void" }, // void endpwent(void)
  tzset: { args: [], returns: "void" }, // void tzset(void)
  localtime_r: { args: ["ptr", "ptr"], returns: "ptr" }, // struct tm *localtime_r(const time_t *, struct tm *)
  getnameinfo: { args: ["ptr", "u32", "ptr", "u32", "ptr", "u32", "i32"], returns: "i32" }, // int getnameinfo(const struct sockaddr *, socklen_t, char *host, socklen_t, char *service, socklen_t, int flags)
  getaddrinfo: { args: ["ptr", "ptr", "ptr", "ptr"], returns: "i32" }, // int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **)
  freeaddrinfo: { args: ["ptr"], returns: "void" }, // void freeaddrinfo(struct addrinfo *)
  ttyname_r: { args: ["i32", "ptr", "u64"], returns: "i32" }, // int ttyname_r(int fd, char *, size_t)
  getenv: { args: ["ptr"], returns: "ptr" }, // char *getenv(const char *name)
  newlocale: { args: ["i32", "ptr", "ptr"], returns: "ptr" }, // locale_t newlocale(int mask, const char *locale, locale_t base)
  freelocale: { args: ["ptr"], returns: "void" }, // void freelocale(locale_t)
  lseek: { args: ["i32", "i64", "i32"], returns: "i64" }, // off_t lseek(int, off_t, int)
} as const;

type PosixFunctions = AccountFunctions &
  TimeFunctions &
  NameFunctions &
  TerminalFunctions &
  LocaleFunctions & {
    lseek(fd: number, offset: number, whence: number): number | bigint;
  };

/** What POSIX leaves to the headers of each system. */
export interface PosixNumbers {
  readonly sockets: SocketNumbers;
  readonly localeMasks: LocaleMasks;
  /** SEEK_DATA and SEEK_HOLE. */
  readonly whence: { readonly data: number; readonly hole: number };
}

/** Most commands ask for local time and the locale alone: the rest is loaded where it is wanted. */
const load = {
  accounts: (): typeof import("./libc-accounts.ts") => require("./libc-accounts.ts"),
  names: (): typeof import("./libc-names.ts") => require("./libc-names.ts"),
  terminal: (): typeof import("./libc-terminal.ts") => require("./libc-terminal.ts"),
  holes: (): typeof import("./file-holes.ts") => require("./file-holes.ts"),
};

/**
 * What all C libraries do for us in the same way.
 *
 * @param locked uses libc while no other thread does
 */
export function posixLibrary(
  libc: PosixFunctions,
  errno: Errno,
  numbers: PosixNumbers,
  locked: <Result>(use: () => Result) => Result,
): Omit<SystemLibrary, "snapshots" | "databases"> {
  const { sockets, localeMasks, whence } = numbers;
  const seek = (fd: number, offset: number, from: number): number =>
    Number(libc.lseek(fd, offset, from));
  return {
    // Loaded before the lock is taken: others wait for it.
    uidOf(name) {
      const { uidByName } = load.accounts();
      return locked(() => uidByName(libc, name));
    },
    nameOf(uid) {
      const { nameByUid } = load.accounts();
      return locked(() => nameByUid(libc, uid));
    },
    accounts() {
      const { listAccounts } = load.accounts();
      return locked(() => listAccounts(libc, errno));
    },
    ...localTime(libc),
    hostNameOf: (octets) => load.names().hostNames(libc, sockets).hostNameOf(octets),
    canonicalNameOf: (host) => load.names().hostNames(libc, sockets).canonicalNameOf(host),
    terminalOf: (fd) => load.terminal().terminalPath(libc, fd),
    localeOf: (category) => localeName(libc, localeMasks, category),
    nextData: (fd, from) => load.holes().holeFinder(seek, errno.get, whence).nextData(fd, from),
    nextHole: (fd, from) => load.holes().holeFinder(seek, errno.get, whence).nextHole(fd, from),
  };
}
