// <systemd/sd-login.h> of systemd, https://github.com/systemd/systemd/blob/v257/src/systemd/sd-login.h;
// elogind's library has the same functions.

import { read, toArrayBuffer } from "bun:ffi";
import { LibraryError } from "../src/errors.ts";
import { cString, openLibrary } from "../src/library.ts";
import type { LoginLibrary } from "../src/platform.ts";
import { textAt } from "./libc-memory.ts";
import { LIBC } from "./linux-libc.ts";

const getter = { args: ["ptr", "ptr"], returns: "i32" } as const;

/** Each gives 0 or more, or a negative errno. Strings are of malloc(3), and the caller's. */
const SYMBOLS = {
  sd_get_sessions: { args: ["ptr"], returns: "i32" }, // int sd_get_sessions(char ***sessions)
  sd_session_get_uid: getter, // int sd_session_get_uid(const char *session, uid_t *uid)
  sd_session_get_tty: getter, // int sd_session_get_tty(const char *session, char **tty)
  sd_session_get_seat: getter, // int sd_session_get_seat(const char *session, char **seat)
  sd_session_get_display: getter, // int sd_session_get_display(const char *session, char **display)
  sd_session_get_service: getter, // int sd_session_get_service(const char *session, char **service)
  sd_session_get_type: getter, // int sd_session_get_type(const char *session, char **type)
  sd_session_get_class: getter, // int sd_session_get_class(const char *session, char **clazz)
  sd_session_get_state: getter, // int sd_session_get_state(const char *session, char **state)
  sd_session_get_remote_host: getter, // int sd_session_get_remote_host(const char *session, char **remote_host)
  sd_session_get_remote_user: getter, // int sd_session_get_remote_user(const char *session, char **remote_user)
} as const;

/** What came with systemd 254. */
const SYMBOLS_254 = {
  sd_session_get_username: getter, // int sd_session_get_username(const char *session, char **username)
  sd_session_get_start_time: getter, // int sd_session_get_start_time(const char *session, uint64_t *usec)
  sd_session_get_leader: getter, // int sd_session_get_leader(const char *session, pid_t *leader)
} as const;

const LIBC_SYMBOLS = {
  free: { args: ["ptr"], returns: "void" }, // void free(void *)
} as const;

const POINTER_SIZE = 8; // sizeof(char *), with 64 bits

// <errno.h>
const EIO = 5; // the session's file is cut
const ENXIO = 6; // there is no such session
const EINVAL = 22; // this can't be the id of a session, or a number
const ERANGE = 34; // a number is too large
const ENODATA = 61; // the session has no such field
const CANT_TELL: ReadonlySet<number> = new Set([EIO, EINVAL, ERANGE, ENODATA]);

type Getter = (session: Uint8Array, value: BigUint64Array) => number;

/**
 * Loads a library of systemd's or elogind's.
 *
 * @param name as dlopen(3) takes it
 * @throws {@link LibraryError} if it can't be used
 */
export function loginLibrary(name: string): LoginLibrary {
  const libc = openLibrary(LIBC, LIBC_SYMBOLS);
  const login = openLibrary(name, SYMBOLS);
  const login254 = openNewer(name);
  const memory = new ArrayBuffer(POINTER_SIZE);
  const pointer = new BigUint64Array(memory);
  const unsigned = new Uint32Array(memory);
  const signed = new Int32Array(memory);

  /** The pointer or time that a function gave. */
  const given = (): bigint => pointer[0] ?? 0n;

  return {
    sessions() {
      pointer[0] = 0n;
      const count = login.sd_get_sessions(pointer);
      if (count < 0) {
        throw new LibraryError(`Cannot list sessions by "${name}": errno ${-count}`);
      }
      const list = given();
      const ids: string[] = [];
      if (list === 0n) return ids;
      for (let at = 0; ; at += POINTER_SIZE) {
        const id = read.u64(list, at);
        if (id === 0n) break;
        ids.push(textAt(id) ?? "");
        libc.free(id);
      }
      libc.free(list);
      return ids;
    },

    sessionOf(id) {
      const session = cString(id);
      let isGone = false;
      const ask = (get: Getter | undefined): boolean => {
        if (get === undefined) return false;
        const result = get(session, pointer);
        if (result >= 0) return true;
        if (result === -ENXIO) isGone = true;
        else if (!CANT_TELL.has(-result)) {
          throw new LibraryError(`Cannot ask "${name}" for session "${id}": errno ${-result}`);
        }
        return false;
      };
      const text = (get: Getter | undefined): Uint8Array | null => {
        if (!ask(get)) return null;
        const address = given();
        const bytes = new Uint8Array(toArrayBuffer(address)).slice();
        libc.free(address);
        return bytes;
      };
      const fields = {
        uid: ask(login.sd_session_get_uid) ? (unsigned[0] ?? null) : null,
        user: text(login254?.sd_session_get_username),
        startMicros: ask(login254?.sd_session_get_start_time) ? safe(given()) : null,
        leader: ask(login254?.sd_session_get_leader) ? (signed[0] ?? null) : null,
        tty: text(login.sd_session_get_tty),
        seat: text(login.sd_session_get_seat),
        display: text(login.sd_session_get_display),
        service: text(login.sd_session_get_service),
        type: text(login.sd_session_get_type),
        sessionClass: text(login.sd_session_get_class),
        state: text(login.sd_session_get_state),
        remoteHost: text(login.sd_session_get_remote_host),
        remoteUser: text(login.sd_session_get_remote_user),
      };
      return isGone ? null : fields;
    },
  };
}

/** `null` where a number can't hold it exactly. */
function safe(value: bigint): number | null {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

function openNewer(name: string): ReturnType<typeof openLibrary<typeof SYMBOLS_254>> | undefined {
  try {
    return openLibrary(name, SYMBOLS_254);
  } catch (error) {
    if (error instanceof LibraryError) return undefined;
    throw error;
  }
}
