import { hostPlatform, systemsWithStores } from "../../platforms/index.ts";
import { batchOf, RecordBatch, type Batch } from "../batch.ts";
import { Chunk } from "../chunk.ts";
import type { LoginRecord } from "../entry.ts";
import { UnsupportedPlatformError } from "../errors.ts";
import { hostEndian, type UtmpLayout } from "../layout.ts";
import type { LoginServices, Store } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import { UtmpReader } from "../reader.ts";
import { logindEntries } from "../stores/logind-entries.ts";
import { readLogind } from "../stores/logind.ts";
import { readUtmps } from "../stores/utmps.ts";
import { wtmpdbEntries, type WtmpdbSource } from "../stores/wtmpdb-entries.ts";
import { readWtmpdb, type WtmpdbRow } from "../stores/wtmpdb.ts";
import { readWtmpdbd } from "../stores/wtmpdbd.ts";
import { StoreMember, type StoreRead } from "./store-member.ts";

type LoginStore = StoreMember<"utmp", LoginRecord>;
type LoginRead = StoreRead<LoginRecord>;

/** Where a store is. */
export interface StorePlaced {
  /** On this system. */
  readonly path: string;
  /** Tree of another system that it is in. */
  readonly root: string | undefined;
  /** Whether it is the running system's own: programs may be writing it. */
  readonly isLive: boolean;
}

/** The stores that logins are read from. */
export type LoginStoreName = Exclude<Store, "lastlog2">;

/** A store of logins, and how it is read. */
export function loginStore(source: LoginStoreName, placed: StorePlaced): LoginStore {
  const { path, isLive } = placed;
  const ordered = source === "utmps" ? { layout: layoutOf(source), endian: hostEndian } : null;
  const read = (problems: ProblemList): LoginRead => READERS[source](placed, problems);
  return new StoreMember({ source, path, isLive, ordered, read });
}

type ReadStore = (placed: StorePlaced, problems: ProblemList) => LoginRead;

const READERS: Readonly<Record<LoginStoreName, ReadStore>> = {
  logind: readSessions,
  utmps: readUtmpsRecords,
  wtmpdb({ path, root, isLive }, problems) {
    const { rows, stale } = readWtmpdb(path, !isLive, problems, root);
    return rowsRead(rows, "wtmpdb", stale);
  },
  wtmpdbd({ path }, problems) {
    using socket = services().connect(path);
    return rowsRead(readWtmpdbd(socket, problems), "wtmpdbd", null);
  },
};

function readSessions({ path, isLive }: StorePlaced, problems: ProblemList): LoginRead {
  // In another system's tree there is nothing to ask, or to guess by, and no present.
  const live = isLive ? services() : null;
  const isPresent = live?.hasManager() === true;
  const sessions = readLogind(path, live?.openLoginLibrary() ?? null, problems);
  const terminals = live?.guessTerminals() ?? (() => null);
  const boot = live?.bootMicros() ?? null;
  const entries = (): Batch<LoginRecord> => batchOf(logindEntries(sessions, boot, terminals));
  const isLeftOver = isLive && !isPresent && sessions.length > 0;
  const stale = isLeftOver ? "it is left over, and no login manager runs" : null;
  return { entries, content: { sessions, terminals, isPresent }, stale };
}

function readUtmpsRecords({ path }: StorePlaced, problems: ProblemList): LoginRead {
  const layout = layoutOf("utmps");
  using socket = services().connect(path);
  const chunk = new Chunk(readUtmps(socket, layout.size, path), layout.size, 0, "utmps");
  const reader = new UtmpReader(layout, hostEndian, (...problem) =>
    problems.addMicroseconds(path, ...problem),
  );
  return { entries: () => new RecordBatch(chunk, reader), content: null, stale: null };
}

function rowsRead(
  rows: readonly WtmpdbRow[],
  source: WtmpdbSource,
  stale: string | null,
): LoginRead {
  const entries = (): Batch<LoginRecord> => batchOf(wtmpdbEntries(rows, source));
  return { entries, content: { rows, source }, stale };
}

/** The layout of the records that a store gives. */
function layoutOf(store: Store): UtmpLayout {
  const found = systemsWithStores().flatMap(({ stores }) => stores[store]?.layout ?? []);
  const [layout] = found;
  if (layout !== undefined) return layout;
  throw new UnsupportedPlatformError(`Cannot read "${store}": no system has such records`);
}

function services(): LoginServices {
  const { id, services } = hostPlatform();
  if (services !== null) return services;
  throw new UnsupportedPlatformError(`Cannot ask services about logins on "${id}": it has none`);
}
