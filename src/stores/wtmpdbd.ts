import { StoreError } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { LocalSocket } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import { textOf } from "../text.ts";
import { callVarlink, VarlinkError } from "./varlink.ts";
import type { WtmpdbRow } from "./wtmpdb.ts";

const READ_ALL = "org.openSUSE.wtmpdb.ReadAll";
const ACTION = `Cannot call "${READ_ALL}"`;
const ENOBUFS = 105; // <errno.h> of Linux

// What the service sends where the database has NULL.
const NULL_TTY = "?";
const OPEN = 0;

/** Says what is wrong with a row. */
type Warn = (state: string) => void;

/**
 * All rows of wtmpdb, newest first, as its service gives them to everybody: src/wtmpdbd.c of wtmpdb
 * 0.75. What is no such row is left out, and stands in the problems.
 *
 * @throws {@link StoreError} if the service can't give them, or gives no list
 */
export function readWtmpdbd(socket: LocalSocket, problems: ProblemList): readonly WtmpdbRow[] {
  const { Success: isSuccess, Data: rows = null } = readAll(socket);
  if (isSuccess !== true) throw new StoreError(`${ACTION}: the answer tells of no success`);
  if (rows === null) return [];
  if (!Array.isArray(rows)) throw new StoreError(`${ACTION}: the answer's "Data" is no list`);
  return rows.flatMap((row: unknown, i) => {
    const warn: Warn = (state) => {
      const message = `Impossible row ${i + 1} in the answer to "${READ_ALL}": ${state}`;
      problems.add({ kind: "row", offset: 0, bytes: 0, message });
    };
    return rowOf(row, warn) ?? [];
  });
}

function readAll(socket: LocalSocket): JsonObject {
  try {
    return callVarlink(socket, READ_ALL);
  } catch (error) {
    if (!(error instanceof VarlinkError) || !isTooLarge(error)) throw error;
    const state =
      "the service can't send so many records, and only root can read them, from the file";
    throw new StoreError(`${ACTION}: ${state}`, { cause: error });
  }
}

/** Whether the answer was longer than varlink of systemd lets it be. */
function isTooLarge({ error, parameters }: VarlinkError): boolean {
  return error === "io.systemd.System" && parameters["errno"] === ENOBUFS;
}

/** A row as it is given, but for what it can't hold; `null` if it is none. */
function rowOf(row: unknown, warn: Warn): WtmpdbRow | null {
  const refuse = (state: string): null => {
    warn(`${state}, and it is left out`);
    return null;
  };
  if (!isObject(row)) return refuse("it is no object");
  const { ID: id, Type: type, User: user, TTY: line } = row;
  const { Login: login = null, Logout: logout = null } = row;
  const { RemoteHost: host = null, Service: service = null } = row;
  if (!isExact(id)) return refuse(`its "ID" is no number`);
  if (!isExact(type)) return refuse(`its "Type" is no number`);
  if (!isText(user)) return refuse(`its "User" is no text`);
  if (!isText(line)) return refuse(`its "TTY" is no text`);
  if (host !== null && !isText(host)) return refuse(`its "RemoteHost" is no text`);
  if (service !== null && !isText(service)) return refuse(`its "Service" is no text`);
  if (login !== null && !isWhole(login)) return refuse(`its "Login" is no time`);
  if (logout !== null && !isWhole(logout)) return refuse(`its "Logout" is no time`);
  return {
    id,
    type,
    user: textOf(user),
    line: textOf(line === NULL_TTY ? "" : line),
    host: textOf(host ?? ""),
    service: textOf(service ?? "").text || null,
    loginMicros: microsOf(login, "Login", warn),
    logoutMicros: microsOf(logout === OPEN ? null : logout, "Logout", warn),
  };
}

/** Whether it is a whole number that JSON did not round. */
function isExact(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/** Half a surrogate pair is no text, and can't be told from another when it is written. */
function isText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed();
}

function microsOf(value: number | null, name: string, warn: Warn): number | null {
  if (value === null || isExact(value)) return value;
  warn(`its "${name}" is ${value} and a number below 2^53 is wanted`);
  return null;
}
