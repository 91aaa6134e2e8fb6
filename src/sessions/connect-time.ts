import type { LoginRecord } from "../entry.ts";
import type { WritingRules } from "../layout.ts";
import { textIn } from "../record.ts";
import type { RecordType } from "../record-types.ts";
import type { FieldText } from "../text.ts";
import {
  NegativeTimeError,
  type ChargeReason,
  type ConnectTimeListener,
  type ConnectTimeOptions,
  type ConnectTimeProblem,
  type OpenLogin,
  type UserTime,
} from "./connect-time-events.ts";
import { isShutdown, takenType } from "./connect-type.ts";
import { HashOrder } from "./hash-order.ts";
import { Midnights } from "./midnights.ts";
import { keyTextOf } from "./login-key.ts";

/** An open login, and whose it is. */
interface CountedLogin extends OpenLogin {
  readonly name: FieldText;
}

/**
 * Counts the time that users were logged in, as GNU's ac(8): with at most one login per line, each
 * cut at midnight. Pure: it reads nothing, and knows no clock but the records'.
 */
export class ConnectTime {
  readonly #options: ConnectTimeOptions;
  readonly #listener: ConnectTimeListener;
  readonly #midnights: Midnights;
  readonly #open = new HashOrder<CountedLogin>();
  readonly #users = new HashOrder<UserTime>();
  #hasBegun = false;
  #last = 0;
  #midnight = 0;
  #oldTime: number | null = null;
  #uncounted = 0;

  constructor(options: ConnectTimeOptions, listener: ConnectTimeListener) {
    this.#options = options;
    this.#listener = listener;
    this.#midnights = new Midnights(options.zone);
  }

  /** Records whose time no number can hold: they were left out. */
  get uncounted(): number {
    return this.#uncounted;
  }

  /**
   * Takes the next record.
   *
   * @param rules those of the system that wrote it: its layout has them
   * @throws {@link NegativeTimeError} if a login would have taken negative time
   */
  add(entry: LoginRecord, rules: WritingRules): void {
    if (entry.micros === null) {
      this.#uncounted++;
      return;
    }
    const time = Math.floor(entry.micros / 1e6);
    const type = takenType(entry);
    this.#listener.record?.(entry, type);
    if (!this.#hasBegun) this.#midnight = this.#midnights.after(time);
    this.#hasBegun = true;
    if (type !== "NEW_TIME") this.#advance(time);
    this.#last = time;
    this.#act(entry, type, rules, time);
    this.#listener.open?.(() => this.#open.values());
  }

  /**
   * Counts up to the end, and tells what is left.
   *
   * @param now in seconds since 1970; the last record's time if that is later
   * @throws {@link NegativeTimeError} if a login would have taken negative time
   */
  end(now: number): void {
    const end = Math.max(now, this.#last);
    this.#changeDays(end);
    this.#logOutAll(end, "catch-up");
    this.#tellTimes(end, false);
  }

  #advance(time: number): void {
    const { leniency, suspicious, timewarps } = this.#options;
    if (time + leniency >= this.#last && time <= this.#last + suspicious) {
      this.#changeDays(time);
      return;
    }
    this.#tell({ kind: "time warp", from: this.#last, to: time });
    if (timewarps) this.#logOutAll(this.#midnight, "time warp");
    else this.#open.clear();
    this.#closeDay(this.#midnight + 1);
    this.#midnight = this.#midnights.after(time);
  }

  #changeDays(time: number): void {
    while (this.#midnight < time) {
      for (const login of this.#open.values()) {
        this.#charge(login, this.#midnight, "midnight logout");
        login.since = this.#midnight;
      }
      this.#closeDay(time);
    }
  }

  #act(entry: LoginRecord, type: RecordType, rules: WritingRules, time: number): void {
    switch (type) {
      case "OLD_TIME":
        this.#oldTime = time;
        return;
      case "NEW_TIME":
        this.#setClock(time);
        return;
      case "BOOT_TIME":
        if (this.#options.reboots) this.#logOutAll(time, "reboot");
        else this.#open.clear();
        return;
      case "RUN_LVL":
        if (isShutdown(entry, rules)) this.#logOutAll(time, "shutdown");
        return;
      case "SHUTDOWN_TIME":
      case "DOWN_TIME":
        this.#logOutAll(time, "shutdown");
        return;
      case "USER_PROCESS":
        this.#logIn(entry, keyTextOf(entry, rules.sessionKey), time);
        return;
      case "DEAD_PROCESS":
        this.#logOut(entry, keyTextOf(entry, rules.sessionKey), time);
        return;
      case "UNKNOWN":
        this.#tell({ kind: "empty" });
        return;
      default:
        return;
    }
  }

  #setClock(time: number): void {
    if (this.#oldTime === null) {
      this.#tell({ kind: "unpaired time" });
      return;
    }
    const change = time - this.#oldTime;
    for (const login of this.#open.values()) login.since += change;
    this.#midnight = this.#midnights.after(time);
    this.#oldTime = null;
  }

  #logIn(entry: LoginRecord, key: FieldText, time: number): void {
    if (key.text === "") {
      this.#tell({ kind: "no line" });
      return;
    }
    const login = openLogin(entry, time);
    const known = this.#open.get(key);
    if (known !== undefined) {
      this.#tell({ kind: "duplicate", login });
      if (this.#options.supplants) this.#charge(known, time, "supplant");
    }
    this.#open.set(key, login);
  }

  #logOut(entry: LoginRecord, key: FieldText, time: number): void {
    if (key.text === "") return;
    const login = this.#open.get(key);
    if (login === undefined) {
      this.#tell({ kind: "missing login", login: openLogin(entry, time) });
      return;
    }
    this.#charge(login, time, "logout");
    this.#open.delete(key);
  }

  #logOutAll(time: number, reason: ChargeReason): void {
    for (const login of this.#open.values()) this.#charge(login, time, reason);
    this.#open.clear();
  }

  #charge(login: CountedLogin, until: number, reason: ChargeReason): void {
    const seconds = until - login.since;
    if (seconds < 0) throw new NegativeTimeError(login, reason, seconds);
    let user = this.#users.get(login.name);
    if (user === undefined) {
      user = { ...userOf(login), seconds: 0 };
      // Those who are not counted are in the table, too, and make it grow.
      this.#users.set(login.name, user);
    }
    if (!this.#isCounted(user)) return;
    this.#listener.charge?.(login, seconds, reason);
    user.seconds += seconds;
  }

  #isCounted({ user, userBytes }: Pick<UserTime, "user" | "userBytes">): boolean {
    const { users } = this.#options;
    return users.size === 0 || (userBytes === undefined && users.has(user));
  }

  /** @param time when the next record is, beyond midnight */
  #closeDay(time: number): void {
    const { daily, allDays } = this.#options;
    if (daily) {
      this.#tellTimes(this.#midnight, true);
      this.#users.clear();
    }
    this.#midnight = this.#midnights.after(daily && allDays ? this.#midnight : time);
  }

  #tellTimes(until: number, isOver: boolean): void {
    const users = this.#users.values().filter((user) => this.#isCounted(user));
    this.#listener.times({ users, until, isOver });
  }

  #tell(problem: ConnectTimeProblem): void {
    this.#listener.problem?.(problem);
  }
}

function openLogin(entry: LoginRecord, since: number): CountedLogin {
  const { user, userBytes, line, lineBytes } = entry;
  return { name: textIn(entry, "user"), user, userBytes, line, lineBytes, since };
}

function userOf({ user, userBytes }: OpenLogin): Pick<UserTime, "user" | "userBytes"> {
  return { user, ...(userBytes !== undefined && { userBytes }) };
}
