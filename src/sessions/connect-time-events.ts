import type { InvalidTextFields, LoginRecord } from "../entry.ts";
import type { RecordType } from "../record-types.ts";
import type { Zone } from "../zone.ts";

/** How time is counted: the options of ac(8). All times are in seconds. */
export interface ConnectTimeOptions {
  /** Where the days begin. */
  readonly zone: Zone;
  /** The users to count; all of them if there are none. */
  readonly users: ReadonlySet<string>;
  /** Whether totals are given and begin anew each day. */
  readonly daily: boolean;
  /** With `daily`, whether days without records have totals of their own. */
  readonly allDays: boolean;
  /** Whether the time from a login to a boot counts, as far as midnights have not cut it. */
  readonly reboots: boolean;
  /** Whether the time from a login to the next one on its line counts. */
  readonly supplants: boolean;
  /** Whether the time from a login to the midnight behind a time warp counts. */
  readonly timewarps: boolean;
  /** How far a record can lie before the last one without being a time warp. */
  readonly leniency: number;
  /** How far a record can lie behind the last one without being a time warp. */
  readonly suspicious: number;
}

/** Time that one user was logged in. */
export interface UserTime {
  readonly user: string;
  /** Hex of the name, only if it is not valid UTF-8. */
  readonly userBytes?: string;
  seconds: number;
}

/** What was counted up to a time. */
export interface ConnectTimes {
  /** Users in the order of GNU's ac(8). */
  readonly users: readonly UserTime[];
  /** Midnight behind the day, in seconds since 1970; the time of the end if it is not over. */
  readonly until: number;
  readonly isOver: boolean;
}

/** Why time is counted; `catch-up` is that of logins which are still open at the end. */
export type ChargeReason =
  "logout" | "catch-up" | "midnight logout" | "reboot" | "shutdown" | "supplant" | "time warp";

/** A login whose time is still counted. */
export interface OpenLogin extends Pick<InvalidTextFields, "userBytes" | "lineBytes"> {
  readonly user: string;
  readonly line: string;
  /** From when its time is counted, in seconds since 1970. */
  since: number;
}

/** What is wrong with a record. */
export type ConnectTimeProblem =
  | { readonly kind: "time warp"; readonly from: number; readonly to: number }
  | { readonly kind: "unpaired time" | "no line" | "empty" }
  | { readonly kind: "duplicate" | "missing login"; readonly login: Omit<OpenLogin, "since"> };

/** Told of what happens, in order. */
export interface ConnectTimeListener {
  /** What was counted in a day, or in all. */
  times(times: ConnectTimes): void;
  problem?(problem: ConnectTimeProblem): void;
  /** A record, and what it is taken for if not what it says. */
  record?(entry: LoginRecord, taken: RecordType): void;
  /** Time that is counted. */
  charge?(login: OpenLogin, seconds: number, reason: ChargeReason): void;
  /** The logins that are open behind a record. */
  open?(logins: () => readonly OpenLogin[]): void;
}

/** A login would have taken negative time: GNU's ac(8) goes no further. */
export class NegativeTimeError extends Error {
  readonly login: OpenLogin;
  readonly reason: ChargeReason;
  readonly seconds: number;

  constructor(login: OpenLogin, reason: ChargeReason, seconds: number) {
    super(`Cannot count ${seconds} seconds from a login to its ${reason}: none or more are wanted`);
    this.login = login;
    this.reason = reason;
    this.seconds = seconds;
  }

  static {
    this.prototype.name = "NegativeTimeError";
  }
}
