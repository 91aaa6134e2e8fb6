import type { LoginRecord } from "../entry.ts";
import type { Store } from "../platform.ts";
import { ProblemList } from "../problems.ts";
import { isUserSession } from "../stores/logind.ts";
import { isBoot } from "../stores/wtmpdb-entries.ts";
import { dateOf } from "../timestamp.ts";
import { Lastlog } from "./lastlog.ts";
import { loginStore, type LoginStoreName } from "./login-stores.ts";
import type { OpenMember } from "./member.ts";
import { foundIn, TimeSpan, type Found } from "./source-status.ts";

/**
 * Looks at a store that is no file of records.
 *
 * @param path where it is on this system
 * @param root tree of another system that it is in
 * @throws as iterating its view
 */
export function examineStore(store: Store, path: string, root: string | undefined): Found {
  return store === "lastlog2" ? examineLastlog2(root) : examineLoginStore(store, path, root);
}

function examineLoginStore(source: LoginStoreName, path: string, root: string | undefined): Found {
  const problems = new ProblemList();
  const member = loginStore(source, { path, root, isLive: root === undefined });
  const { records, logins, others } = contentOf(member.open(problems));
  const span = spanOf([...logins, ...others]);
  const { oldest, newest } = span;
  const lastLogin = spanOf(logins).last;
  const read = { path, layout: source, source, records, oldest, newest, lastLogin };
  return foundIn(read, 0, 0, problems.list());
}

function spanOf(times: readonly (number | null)[]): TimeSpan {
  const span = new TimeSpan();
  for (const micros of times)
    span.add({ micros, time: micros === null ? null : dateOf(0, micros) });
  return span;
}

/** How much a store keeps, and all times in it. */
interface Content {
  readonly records: number;
  readonly logins: readonly (number | null)[];
  readonly others: readonly (number | null)[];
}

function contentOf({ content, batches }: OpenMember<"utmp", LoginRecord>): Content {
  if (content === null) {
    const entries = [...batches].flatMap((batch) =>
      Array.from({ length: batch.length }, (_, i) => batch.at(i)),
    );
    const timesOf = (isWanted: boolean): (number | null)[] =>
      entries.flatMap((entry) => (entry?.isUserProcess === isWanted ? entry.micros : []));
    return { records: entries.length, logins: timesOf(true), others: timesOf(false) };
  }
  if ("sessions" in content) {
    const logins = content.sessions.filter(isUserSession).map(({ startMicros }) => startMicros);
    return { records: logins.length, logins, others: [] };
  }
  const { rows } = content;
  const logins = rows.flatMap((row) => (isBoot(row) ? [] : row.loginMicros));
  const boots = rows.flatMap((row) => (isBoot(row) ? row.loginMicros : []));
  const logouts = rows.map(({ logoutMicros }) => logoutMicros);
  return { records: rows.length, logins, others: [...boots, ...logouts] };
}

function examineLastlog2(root: string | undefined): Found {
  const view = new Lastlog({ ...(root !== undefined && { root }), source: "lastlog2" });
  const span = new TimeSpan();
  for (const entry of view) span.add(entry);
  const { count: records, oldest, newest, last: lastLogin } = span;
  const { path, layout, source, problems } = view;
  return foundIn({ path, layout, source, records, oldest, newest, lastLogin }, 0, 0, problems);
}
