import type { LoginRecord } from "../entry.ts";
import { unknownName, type NameRule } from "../redaction.ts";
import { addressOf } from "../sessions/login-filter.ts";
import { codesOf, userKey } from "../sessions/failure-codes.ts";
import { FailureTally, type FailureCount } from "../sessions/failure-tally.ts";
import { fieldKey, textOfKey } from "../sessions/field-key.ts";

/** Failed logins from one source. */
export interface FailureSource extends FailureCount {
  /** Address of the source, else its host, else the line. */
  readonly key: string;
  /** The names tried most; `<unknown:5>` for one of five characters that is hidden. */
  readonly names: readonly string[];
  /** Hex of those names, only if one that is shown is not valid UTF-8; `null` for those that are. */
  readonly namesBytes?: readonly (string | null)[];
}

/** Failed logins by their sources, and how many there are in all. */
export interface FailureSources {
  readonly count: number;
  readonly bySource: readonly FailureSource[];
}

const NAMES_SHOWN = 3;

/**
 * Counts failed logins by where they came from, most first.
 *
 * @param entries records of btmp, no more than fit into memory
 * @param top most sources to give
 * @param names what is told of names
 */
export function countSources(
  entries: Iterable<LoginRecord>,
  top: number,
  names: NameRule,
): FailureSources {
  using tally = new FailureTally("source", codesOf(sourceOf));
  const tries: [source: string, user: string, count: number][] = [];
  for (const entry of entries) {
    const source = sourceOf(entry);
    tally.add(entry);
    tries.push([source, userKey(entry), entry.count ?? 1]);
  }
  const counts = tally.counts("count", top);
  const usersOf = new Map(
    counts.map(({ key, keyBytes }) => [fieldKey(key ?? "", keyBytes), new Map<string, number>()]),
  );
  for (const [source, user, count] of tries) {
    const users = usersOf.get(source);
    users?.set(user, (users.get(user) ?? 0) + count);
  }
  const bySource = counts.map((counted) => {
    const key = counted.key ?? "";
    const users = usersOf.get(fieldKey(key, counted.keyBytes)) ?? new Map<string, number>();
    return { ...counted, key, ...shownNames(mostTried(users), names) };
  });
  return { count: tally.total, bySource };
}

function sourceOf(entry: LoginRecord): string {
  const { host, hostBytes, line, lineBytes } = entry;
  return addressOf(entry) ?? (fieldKey(host, hostBytes) || fieldKey(line, lineBytes));
}

function mostTried(users: ReadonlyMap<string, number>): string[] {
  return [...users]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, NAMES_SHOWN)
    .map(([user]) => user);
}

function shownNames(
  users: readonly string[],
  { isKnown, redact }: NameRule,
): Pick<FailureSource, "names" | "namesBytes"> {
  const shown = users.map(textOfKey).map(({ text, hex }) => {
    const isHidden = redact && !isKnown(text, hex);
    return isHidden ? { text: unknownName(text), hex: null } : { text, hex: hex ?? null };
  });
  const names = shown.map(({ text }) => text);
  const namesBytes = shown.map(({ hex }) => hex);
  return namesBytes.some((hex) => hex !== null) ? { names, namesBytes } : { names };
}
