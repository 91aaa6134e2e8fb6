import type { LoginRecord } from "../entry.ts";
import { STORE_RULES, type WritingRules } from "../layout.ts";
import { isBoot } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import type { StoreContent } from "../stores/store-content.ts";
import { placeOf } from "./begun-session.ts";
import type { AsOf } from "./as-of.ts";
import { isLogoutOf, RecordsBeside, type TakeRecord } from "./records-beside.ts";
import {
  rowSessions,
  type FoundLogout,
  type HistoryRows,
  type RowsPresence,
} from "./row-sessions.ts";
import type { SessionFields } from "./session.ts";
import type { OpenEnd, SessionPairer } from "./session-pairer.ts";

/** A part of a history: its entries are gone when the next is asked for. */
export interface HistoryPart {
  readonly path: string;
  readonly layout: WritingRules;
  /** Oldest first. */
  readonly entries: Iterable<LoginRecord>;
  /** What a store keeps of sessions; `null` where there is nothing but records. */
  readonly content: StoreContent | null;
}

/** What the running system is asked about sessions that have not ended. */
export interface Presence extends RowsPresence {
  readonly recordEnd: OpenEnd;
}

/** How many sessions are given at a time: few are in memory, and a generator is asked seldom. */
const AT_A_TIME = 16;

/**
 * Gives the sessions of a history, some at a time, in the order in which they end: those that have
 * not ended behind all others. Of what stands in a database and in a file, the file's is left out.
 *
 * @param pairer one that has not been used
 * @param parts databases before files; files oldest first
 * @param presence asked only about the running system's present
 * @param most records to look at
 */
export function* pairSessions(
  pairer: SessionPairer,
  parts: Iterable<HistoryPart>,
  asOf: AsOf,
  presence: Presence,
  most: number = Number.POSITIVE_INFINITY,
): Generator<readonly SessionFields[], undefined, undefined> {
  const databases: HistoryRows[] = [];
  const logouts = new Map<WtmpdbRow, FoundLogout>();
  const boots: SessionFields[] = [];
  let beside: RecordsBeside | null = null;
  for (const part of parts) {
    const { path, content } = part;
    if (content !== null && "rows" in content) {
      databases.push({ path, ...content });
      continue;
    }
    if (databases.length > 0) beside ??= new RecordsBeside(databases, isBoot);
    const replaced: SessionFields[] = [];
    const take: TakeRecord = (entry, row) => {
      const { micros } = entry;
      if (!asOf.takes(entry)) return;
      if (isLogoutOf(row, entry) && micros !== null) {
        logouts.set(row, { micros, at: placeOf(entry, path) });
      }
      replaced.push(...pairer.leaveOut(entry, path, part.layout));
    };
    const entries = beside?.recordsOf(part.entries, take) ?? part.entries;
    for (const ended of addAll(pairer, { ...part, entries }, asOf, most)) yield noted(ended);
    yield replaced;
  }
  const rest = { path: "", layout: STORE_RULES, entries: beside?.rest() ?? [], content: null };
  for (const ended of addAll(pairer, rest, asOf, most)) yield noted(ended);
  const end = asOf.isPresent ? presence.recordEnd : unknownEnd;
  yield noted(pairer.end(end));
  yield rowSessions(databases, asOf, asOf.isPresent ? presence : null, { logouts, boots });

  /** Notes the boots, which tell the ends of rows, too; without those that are given with rows. */
  function noted(sessions: readonly SessionFields[]): readonly SessionFields[] {
    if (databases.length === 0) return sessions;
    const own = sessions.filter(({ source }) => source !== "wtmpdb" && source !== "wtmpdbd");
    boots.push(...own.filter(({ kind }) => kind === "boot"));
    return own;
  }
}

function* addAll(
  pairer: SessionPairer,
  { path, layout, entries }: HistoryPart,
  asOf: AsOf,
  most: number,
): Generator<readonly SessionFields[], undefined, undefined> {
  let ended: SessionFields[] = [];
  for (const entry of entries) {
    if (pairer.met === most) break;
    pairer.met++;
    if (!asOf.takes(entry)) continue;
    for (const session of pairer.add(entry, path, layout)) ended.push(session);
    if (ended.length < AT_A_TIME) continue;
    yield ended;
    ended = [];
  }
  yield ended;
}

function unknownEnd(): "unknown" {
  return "unknown";
}
