import type { TerminalGuess } from "../platform.ts";
import type { LogindSession } from "./logind.ts";
import type { WtmpdbSource } from "./wtmpdb-entries.ts";
import type { WtmpdbRow } from "./wtmpdb.ts";

/** Sessions as a login manager keeps them. */
export interface ManagedSessions {
  readonly sessions: readonly LogindSession[];
  /** Guesses terminals that sessions do not tell. */
  readonly terminals: TerminalGuess;
  /** Whether the manager runs, and this is the present of the running system. */
  readonly isPresent: boolean;
}

/** Sessions as wtmpdb keeps them: each with its logout, if that has come. */
export interface KeptRows {
  readonly rows: readonly WtmpdbRow[];
  readonly source: WtmpdbSource;
}

/** What stores keep that know sessions, and not only records of logins and logouts. */
export type StoreContent = ManagedSessions | KeptRows;
