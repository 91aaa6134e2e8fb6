import type { LoginRecord } from "../entry.ts";
import { unknownName, type NameRule } from "../redaction.ts";
import { AddressCodes } from "../sessions/address-codes.ts";
import type { FailureBatch } from "../sessions/failure-batch.ts";
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
 * @param entries records of btmp, of each of which 20 bytes are kept
 * @param top most sources to give
 * @param names what is told of names
 */
export function countSources(
  entries: Iterable<LoginRecord>,
  top: number,
  names: NameRule,
): FailureSources {
  const codes = new AddressCodes("address", hostOrLine);
  const tried: Tries[] = [];
  using tally = new FailureTally("source", codes, (batch) => tried.push(triesIn(batch)));
  for (const entry of entries) tally.add(entry);
  const highest = tally.counts("count", top).map((counted) => {
    const key = counted.key ?? "";
    return { ...counted, key, code: codes.codeOfText(fieldKey(key, counted.keyBytes)) };
  });
  const triesOf = new Map(highest.map(({ code }) => [code, new Map<number, number>()]));
  for (const { sources, users, counts } of tried) {
    // An iterator of each would take several times as long.
    for (let i = 0; i < sources.length; i++) {
      const tries = triesOf.get(sources[i] ?? 0);
      const user = users[i] ?? 0;
      tries?.set(user, (tries.get(user) ?? 0) + (counts[i] ?? 0));
    }
  }
  const bySource = highest.map(({ code, ...counted }) => {
    const named = Array.from(triesOf.get(code) ?? [], ([user, count]) => {
      return [tally.userOf(user) ?? "", count] as const;
    });
    return { ...counted, ...shownNames(mostTried(named), names) };
  });
  return { count: tally.total, bySource };
}

/** Who was tried from where and how often, by codes: texts would take most of the memory. */
interface Tries {
  readonly sources: Float64Array;
  readonly users: Uint32Array;
  readonly counts: Float64Array;
}

function triesIn({ keys, users, counts, length }: FailureBatch): Tries {
  return {
    sources: keys.slice(0, length),
    users: new Uint32Array(users.subarray(0, length)),
    counts: counts.slice(0, length),
  };
}

/** What a login came from that has no address. */
function hostOrLine({ host, hostBytes, line, lineBytes }: LoginRecord): string {
  return fieldKey(host, hostBytes) || fieldKey(line, lineBytes);
}

function mostTried(tries: readonly (readonly [user: string, count: number])[]): string[] {
  return tries
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
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
