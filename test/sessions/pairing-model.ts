import type { UtmpEntry } from "../../src/entry.ts";
import type { WritingRules } from "../../src/layout.ts";

/** A session as the rule of pairing has it; records are told by their number. */
export interface ModelSession {
  readonly kind: "user" | "boot";
  readonly login: number;
  readonly logout: number | null;
  readonly end: string;
  readonly pairedBy: string | null;
  /** Microseconds by which the clock was set on meanwhile. */
  readonly clock: number;
}

interface Draft {
  readonly kind: "user" | "boot";
  readonly login: number;
  logout: number | null;
  end: string;
  pairedBy: string | null;
}

/**
 * The rule of pairing, written down once more: no maps, no state but the list of what was, looked
 * through again for each record.
 */
export function pairByModel(
  records: readonly UtmpEntry[],
  rules: WritingRules,
): { readonly sessions: readonly ModelSession[]; readonly unmatched: number } {
  const by = rules.sessionKey;
  const drafts: Draft[] = [];
  const unmatched = records.filter((record, i) => !isTaken(record, i)).length;

  function isTaken(record: UtmpEntry, i: number): boolean {
    const ending = systemEnd(record, rules);
    if (ending !== null) {
      for (const draft of drafts.filter(isOpen)) close(draft, i, ending, null);
    }
    if (isBoot(record)) open("boot", i);
    if (isLogin(record)) {
      const occupant = userAt(keyOf(record));
      if (occupant !== undefined) close(occupant, i, "replaced", by);
      open("user", i);
    }
    return !isLogout(record) || isLogoutTaken(record, i);
  }

  function isLogoutTaken(record: UtmpEntry, i: number): boolean {
    const target = targetOf(record);
    if (target === undefined) return false;
    const login = at(target.login);
    const isOwn = login.pid === record.pid;
    const isLate = drafts.some(
      (other) =>
        other.end === "replaced" &&
        keyOf(at(other.login)) === keyOf(login) &&
        at(other.login).pid === record.pid &&
        !isSystemEndedBetween(other.logout ?? i, i),
    );
    if (isLate && !isOwn) return false;
    const isSameLine = login.line === record.line;
    const isSameId = login.id === record.id;
    let pairedBy: string = by === "id" && login.id !== "" ? "id" : "line";
    if (!isSameLine) pairedBy = "id";
    else if (isOwn) pairedBy = isSameId ? "line+id+pid" : "line+pid";
    close(target, i, "logout", pairedBy);
    return true;
  }

  /** A logout without a line is one of the last session that began with its id, if that is open. */
  function targetOf(record: UtmpEntry): Draft | undefined {
    if (by === "line" && record.line === "" && record.id !== "") {
      const named = drafts.findLast(
        ({ kind, login }) => kind === "user" && at(login).id === record.id,
      );
      if (named !== undefined && isOpen(named)) return named;
    }
    return userAt(keyOf(record));
  }

  function at(i: number): UtmpEntry {
    const record = records[i];
    if (record === undefined) throw new Error(`No record ${i}`);
    return record;
  }

  function keyOf(record: UtmpEntry): string {
    return by === "id" && record.id !== "" ? record.id : record.line;
  }

  function userAt(key: string): Draft | undefined {
    return drafts.find(
      (draft) => draft.kind === "user" && isOpen(draft) && keyOf(at(draft.login)) === key,
    );
  }

  function isSystemEndedBetween(from: number, to: number): boolean {
    return records.slice(from, to).some((record) => systemEnd(record, rules) !== null);
  }

  function open(kind: "user" | "boot", login: number): void {
    drafts.push({ kind, login, logout: null, end: "open", pairedBy: null });
  }

  function close(draft: Draft, i: number, end: string, pairedBy: string | null): void {
    Object.assign(draft, { logout: i, end, pairedBy });
  }

  const sessions = drafts.map((draft) => ({
    ...draft,
    clock: clockBetween(records, draft.login, draft.logout ?? records.length, rules),
  }));
  return { sessions, unmatched };
}

function isOpen({ end }: Draft): boolean {
  return end === "open";
}

function isLogin({ type, user }: UtmpEntry): boolean {
  return type === "USER_PROCESS" && user !== "";
}

function isLogout({ type, user }: UtmpEntry): boolean {
  return type === "DEAD_PROCESS" || (type === "USER_PROCESS" && user === "");
}

function isBoot({ type, line, user }: UtmpEntry): boolean {
  const isNetbsds = (type === "INIT_PROCESS" || type === "EMPTY") && line === "~";
  return type === "BOOT_TIME" || (isNetbsds && user === "reboot");
}

/** How what is open ends with a record of the system, `null` if it goes on. */
function systemEnd(record: UtmpEntry, { writers }: WritingRules): string | null {
  const { type, line, user, pid, exit } = record;
  if (isBoot(record)) return "crash";
  if (type === "SHUTDOWN_TIME" || type === "DOWN_TIME") return "shutdown";
  if ((type === "INIT_PROCESS" || type === "EMPTY") && line === "~" && user === "shutdown") {
    return "shutdown";
  }
  if (type !== "RUN_LVL") return null;
  const stored = String.fromCharCode(writers === "linux" ? 0 : (exit?.termination ?? 0));
  const level = "0123456Ss".includes(stored) ? stored : String.fromCharCode((pid ?? 0) % 256);
  if (user === "shutdown" || level === "0") return "shutdown";
  return level === "6" ? "reboot" : null;
}

/** What the changes of the clock between two records add up to: each a new time behind an old one. */
function clockBetween(
  records: readonly UtmpEntry[],
  from: number,
  to: number,
  rules: WritingRules,
): number {
  let sum = 0;
  for (let i = from + 1; i < to; i++) {
    const change = records[i];
    if (change?.type !== "NEW_TIME") continue;
    for (let j = i - 1; j >= 0; j--) {
      const before = records[j];
      if (before === undefined || before.type === "NEW_TIME" || systemEnd(before, rules) !== null)
        break;
      if (before.type !== "OLD_TIME") continue;
      sum += (change.micros ?? 0) - (before.micros ?? 0);
      break;
    }
  }
  return sum;
}
