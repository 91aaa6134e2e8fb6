import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hasCode, isReadError, StoreError } from "../errors.ts";
import { RecordFile } from "../files/record-file.ts";
import type { LoginLibrary, LoginLibrarySession } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import { textOf, type Text } from "../text.ts";
import { completed, fieldsOf, isWhole, namesUser, UNKNOWN } from "./logind-fields.ts";
import { parseLogindFile } from "./logind-file.ts";

/** A session of systemd-logind or elogind. Text is empty where it has no such field. */
export interface LogindSession {
  readonly id: string;
  readonly uid: number | null;
  readonly user: Text;
  /** Microseconds since 1970. */
  readonly startMicros: number | null;
  /** Process id of the process that began it. */
  readonly leader: number | null;
  /** Terminal without `/dev/`; sshd gives none. */
  readonly tty: Text;
  readonly seat: Text;
  readonly display: Text;
  /** The service of pam(8) that it was begun by. */
  readonly service: Text;
  /** `unspecified tty x11 wayland mir web`. */
  readonly type: string;
  /** `user greeter lock-screen background manager none`, and kinds of them as `user-light`. */
  readonly sessionClass: string;
  /** `opening online active closing`. */
  readonly state: string;
  readonly remoteHost: Text;
  readonly remoteUser: Text;
}

/** Some hundred bytes are in use. */
const MAX_FILE_BYTES = 2 ** 16;

/** session_id_valid() of systemd: beside the files are FIFOs, and files that are being written. */
const ID = /^[A-Za-z0-9]+$/;

/**
 * Whether a session is a login of a user, by the rule of who(1) of coreutils 9.11: a greeter, a
 * manager of services or a job in the background is none. What has no class is older than classes.
 */
export function isUserSession({ sessionClass }: Pick<LogindSession, "sessionClass">): boolean {
  return sessionClass === "" || sessionClass.startsWith("user");
}

/**
 * All sessions, in the order of their directory, which is that of sd_get_sessions(3). Their files
 * are read, and the library is asked for what a file does not say.
 *
 * @param directory where the files of the sessions are
 * @param library `null` if there is none, or the sessions are another system's
 * @param problems told of what can't be read; that a session has just ended is no problem
 * @throws what reading the directory fails with
 */
export function readLogind(
  directory: string,
  library: LoginLibrary | null,
  problems: ProblemList,
): readonly LogindSession[] {
  const listed = readdirSync(directory);
  const errors: Error[] = [];
  const known = attempt(() => library?.sessions() ?? null, errors) ?? [];
  for (const error of errors) report(directory, error, problems);
  return [...new Set([...listed, ...known])]
    .filter((id) => ID.test(id))
    .map((id) => readSession(directory, id, library, problems))
    .filter((session) => session !== null);
}

function readSession(
  directory: string,
  id: string,
  library: LoginLibrary | null,
  problems: ProblemList,
): LogindSession | null {
  const path = join(directory, id);
  const errors: Error[] = [];
  const said = attempt(() => readFields(directory, path), errors);
  if (said !== null && isWhole(said)) return sessionFrom(id, said);
  const told = attempt(() => (canAsk(path) ? library?.sessionOf(id) : null) ?? null, errors);
  const fields = completed(said ?? UNKNOWN, told ?? UNKNOWN);
  if (!namesUser(fields)) {
    errors.push(new StoreError(`Cannot read "${path}": it names no user, and a session has one`));
  } else if (told !== null) {
    return sessionFrom(id, fields);
  }
  const [error] = errors;
  if (error !== undefined && !hasCode(error, "ENOENT")) report(path, error, problems);
  return namesUser(fields) ? sessionFrom(id, fields) : null;
}

/** Whether the library can be asked about a session: it opens what is there, and waits for a FIFO. */
function canAsk(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.isFile();
}

/** Only a file is opened: another system's tree can have links and devices in its place. */
function readFields(directory: string, path: string): LoginLibrarySession {
  if (lstatSync(path).isSymbolicLink()) {
    throw new StoreError(`Cannot read "${path}": it is a symbolic link, and a file is wanted`);
  }
  using file = new RecordFile(path, false, directory);
  const size = file.size ?? 0;
  if (size > MAX_FILE_BYTES) {
    throw new StoreError(
      `Cannot read "${path}": it has ${size} bytes, and a session's file ${MAX_FILE_BYTES} at most`,
    );
  }
  const bytes = new Uint8Array(size);
  const count = file.read(bytes, 0);
  return fieldsOf(parseLogindFile(bytes.subarray(0, count)));
}

/** `null` if it can't be read; the error is then one of `errors`. */
function attempt<Answer>(read: () => Answer, errors: Error[]): Answer | null {
  try {
    return read();
  } catch (error) {
    if (!isReadError(error)) throw error;
    errors.push(error);
    return null;
  }
}

function report(path: string, { message }: Error, problems: ProblemList): void {
  problems.add({ kind: "read", offset: 0, bytes: 0, message, path });
}

function sessionFrom(id: string, fields: LoginLibrarySession): LogindSession {
  return {
    id,
    uid: fields.uid,
    user: textOf(fields.user ?? ""),
    startMicros: fields.startMicros,
    leader: fields.leader,
    tty: textOf(fields.tty ?? ""),
    seat: textOf(fields.seat ?? ""),
    display: textOf(fields.display ?? ""),
    service: textOf(fields.service ?? ""),
    type: textOf(fields.type ?? "").text,
    sessionClass: textOf(fields.sessionClass ?? "").text,
    state: textOf(fields.state ?? "").text,
    remoteHost: textOf(fields.remoteHost ?? ""),
    remoteUser: textOf(fields.remoteUser ?? ""),
  };
}
