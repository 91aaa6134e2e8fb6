import { cc } from "bun:ffi";
import { cString } from "../../src/library.ts";

/** A record by the members of its struct, in the words of an entry. */
export interface MachineRecord {
  readonly typeCode: number;
  readonly pid: number;
  readonly sid: number;
  readonly id: string;
  readonly user: string;
  readonly line: string;
  readonly host: string;
  readonly exit: { readonly termination: number; readonly exit: number };
  readonly micros: number;
  readonly address: string | null;
}

const { symbols } = cc({
  source: Bun.fileURLToPath(new URL("./utmpx.c", import.meta.url)),
  symbols: {
    utmpx_size: { args: [], returns: "int" },
    lastlog_size: { args: [], returns: "int" },
    type_number: { args: ["int"], returns: "int" },
    fill: {
      args: ["int", "int", "int", "ptr", "ptr", "ptr", "ptr", "int", "int", "i64", "int", "ptr"],
      returns: "void",
    },
    append: { args: ["ptr"], returns: "void" },
    put: { args: ["ptr"], returns: "int" },
    write_record: { args: ["ptr", "int"], returns: "int" },
    write_lastlog: { args: ["ptr", "int", "i64", "ptr", "ptr"], returns: "int" },
  },
});

/** `sizeof(struct utmpx)` and `sizeof(struct lastlog)` in the machine's headers. */
export const utmpxSize: number = symbols.utmpx_size();
export const lastlogSize: number = symbols.lastlog_size();

/** The headers' numbers of EMPTY to DEAD_PROCESS, in the order of utmp(5). */
export const typeNumbers: readonly number[] = Array.from({ length: 9 }, (_, i) =>
  symbols.type_number(i),
);

/** Has libc append a record to a wtmp that is there: updwtmpx(3). */
export function appendByLibc(path: string, record: MachineRecord): void {
  fill(record);
  symbols.append(cString(path));
}

/** Has libc put a record in the place of its id, in a utmp that is there: pututxline(3). */
export function putByLibc(path: string, record: MachineRecord): void {
  fill(record);
  if (symbols.put(cString(path)) === 0) throw new Error(`Cannot put a record into "${path}"`);
}

/** Writes a record as a program does whose libc has no functions for it. */
export function writeRecord(path: string, index: number, record: MachineRecord): void {
  fill(record);
  if (symbols.write_record(cString(path), index) === 0) throw new Error(`Cannot write "${path}"`);
}

/** Writes the last login of a uid, as pam_lastlog(8) does. */
export function writeLastlog(
  path: string,
  uid: number,
  { seconds, line, host }: { seconds: number; line: string; host: string },
): void {
  if (symbols.write_lastlog(cString(path), uid, seconds, cString(line), cString(host)) === 0) {
    throw new Error(`Cannot write "${path}"`);
  }
}

function fill(record: MachineRecord): void {
  const { termination, exit } = record.exit;
  symbols.fill(
    record.typeCode,
    record.pid,
    record.sid,
    cString(record.id),
    cString(record.user),
    cString(record.line),
    cString(record.host),
    termination,
    exit,
    Math.floor(record.micros / 1e6),
    record.micros % 1e6,
    cString(record.address ?? "0.0.0.0"),
  );
}
