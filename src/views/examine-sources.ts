import { join } from "node:path";
import { allPlatforms, findLayout, hostPlatform, layoutNamed } from "../../platforms/index.ts";
import { accessRemedy } from "../access-remedy.ts";
import { isAbsence, isReadError, UnsupportedPlatformError } from "../errors.ts";
import { findStore, isInUse } from "../files/find-store.ts";
import { locate, systemsOf } from "../files/locate.ts";
import type { Database, DatabaseNotes, Platform } from "../platform.ts";
import { resolveInRoot } from "../root.ts";
import type { SourceName } from "../source.ts";
import { examineLastlog, examineLogins } from "./examine-records.ts";
import { examineStore } from "./examine-stores.ts";
import { Lastlog } from "./lastlog.ts";
import { historySource, isManaged } from "./own-source.ts";
import { whereOf } from "./named-layout.ts";
import type { SourceOf } from "./source-choice.ts";
import type { SourcesOptions } from "./sources.ts";
import { absentAt, type Found, type SourceStatus, type StoreName } from "./source-status.ts";
import { Utmp } from "./utmp.ts";
import { whyEmpty } from "./why-empty.ts";
import { Wtmp } from "./wtmp.ts";

/** How who is logged in is to be answered. */
type PresentSource = SourceOf<"utmp">;

/** What is asked about a system, and what can answer. */
interface Question {
  readonly database: Database;
  /** A store that can answer instead. */
  readonly other: Exclude<StoreName, Database> | null;
  /** From where the answer is taken. */
  readonly sourceOf: (place: { readonly root?: string }, present: PresentSource) => SourceName;
}

const QUESTIONS: readonly Question[] = [
  {
    database: "utmp",
    other: "logind",
    sourceOf: (place, source) => new Utmp({ ...place, source }).source,
  },
  { database: "wtmp", other: "wtmpdb", sourceOf: (place) => new Wtmp(place).source },
  { database: "btmp", other: null, sourceOf: () => "file" },
  { database: "lastlog", other: "lastlog2", sourceOf: (place) => new Lastlog(place).source },
];

/** Records of one login that two programs make are no further apart. */
const SAME_LOGIN_MICROS = 10e6;

/**
 * As `sources()`.
 *
 * @param present what is to answer for who is logged in
 */
export function examineSources(options: SourcesOptions, present: PresentSource): SourceStatus[] {
  const { root, layout } = options;
  // A tree that is not there is an error; all that can be wrong in it is a state of its stores.
  if (root !== undefined) resolveInRoot(root, "/");
  if (layout !== undefined && findLayout(layout, "lastlog") === null) layoutNamed(layout, "utmp");
  const likely = root === undefined ? hostPlatform() : systemsOf(root)[0];
  const found = QUESTIONS.map((question) => {
    const { database } = question;
    const first = likely?.paths[database][0] ?? null;
    return { question, state: examineDatabase(database, options, first) };
  });
  const states = found.map(({ state }) => state);
  const platform = root === undefined ? hostPlatform() : platformOf(states, likely);
  return found.flatMap(({ question, state }) => {
    const sourceOf = (): SourceName =>
      question.sourceOf(root === undefined ? {} : { root }, present);
    return statusesOf({ ...question, sourceOf }, state, platform, root);
  });
}

/** A question about one system. */
interface AskedQuestion extends Omit<Question, "sourceOf"> {
  readonly sourceOf: () => SourceName;
}

/** A store, and what reading it shows. */
interface Examined {
  readonly store: StoreName;
  readonly state: Found;
  readonly notes: DatabaseNotes;
  /** What it means that it is empty. */
  readonly emptied: () => string;
}

/** Of the stores that can answer a question. */
function statusesOf(
  { database, other, sourceOf }: AskedQuestion,
  state: Found,
  platform: Platform,
  root: string | undefined,
): SourceStatus[] {
  const { stores } = platform;
  const asked = state.source === "utmps" ? stores.utmps?.notes : undefined;
  const replaced = notesOfReplaced(database, platform, root);
  const notes = asked ?? replaced ?? platform.notes[database];
  const emptied = (): string => replaced?.absent ?? whyEmpty(database, root);
  const examined: Examined[] = [{ store: database, state, notes, emptied }];
  const place = other === null ? undefined : stores[other];
  if (other !== null && place !== undefined) {
    const beside = examineOther(other, root);
    const service = beside.source === "wtmpdbd" ? stores.wtmpdbd : undefined;
    const { notes: own } = service ?? place;
    examined.push({
      store: other,
      state: beside,
      notes: own,
      emptied: () => whyEmpty(other, root),
    });
  }
  const source = sourceThatAnswers(sourceOf);
  const isRecords = source === null || source === "file" || source === "libc" || source === "utmps";
  const answering = isRecords || other === null ? database : other;
  return examined.map((one) => statusOf(one, examined, answering));
}

/** What is to be known of a database whose place other stores have taken here. */
function notesOfReplaced(
  database: Database,
  { replaced }: Platform,
  root: string | undefined,
): DatabaseNotes | undefined {
  const found = replaced[database];
  const isReplaced = found?.by.some((store) => findStore(store, root)?.isThere === true);
  return isReplaced === true ? found?.notes : undefined;
}

/** `null` if the file of records should, and can't be looked for. */
function sourceThatAnswers(sourceOf: () => SourceName): SourceName | null {
  try {
    return sourceOf();
  } catch (error) {
    if (!isReadError(error)) throw error;
    return null;
  }
}

function statusOf(
  { store, state, notes, emptied }: Examined,
  examined: readonly Examined[],
  answering: StoreName,
): SourceStatus {
  const { path, layout, records, oldest, newest, trailingBytes, source, problems } = state;
  const isRead = wasRead(state);
  const used = isRead && store === answering;
  // Of who is logged in, utmp that is kept knows those on terminals, and a login manager those that
  // are there: what one lacks is no sign of its age. Where nobody
  // has logged in there is nothing to compare.
  const isPresent = store === "logind" || (used && store === "utmp");
  const canBeStale = isRead && state.lastLogin !== null && !isPresent;
  const later = examined.find(
    (other) => canBeStale && isLater(other.state.lastLogin, state.lastLogin),
  );
  const answer = examined.find((one) => one.store === answering)?.state;
  const isAnswered = answer !== undefined && wasRead(answer);
  const instead = used || !isAnswered ? null : `not used: ${answering} answers`;
  const absent = state.status === "absent" ? notes.absent : null;
  const reason = state.status === "empty" ? emptied() : absent;
  // Where what answers is empty, it is of more use to know what would help.
  const isHelpful = answer?.status === "empty" && state.status === "absent";
  const age = later === undefined ? null : `${later.store} shows later logins`;
  return {
    store,
    path,
    status: later === undefined ? state.status : "stale",
    layout,
    records,
    oldest,
    newest,
    trailingBytes,
    writer: notes.writer,
    limits: notes.limits,
    advice: state.advice ?? age ?? (isHelpful ? reason : (instead ?? reason)),
    used,
    source,
    problems,
  };
}

function wasRead({ status }: Found): boolean {
  return status !== "absent" && status !== "unreadable";
}

function isLater(a: number | null, b: number | null): boolean {
  return a !== null && a > (b ?? Number.NEGATIVE_INFINITY) + SAME_LOGIN_MICROS;
}

/** The system whose files these are: the layouts tell, where systems have the same paths. */
function platformOf(found: readonly Found[], likely: Platform | undefined): Platform {
  const names = found.flatMap(({ layout }) => layout ?? []);
  const counted = [...(likely === undefined ? [] : [likely]), ...allPlatforms()].map((platform) => {
    const ids = platform.layouts.map(({ id }) => id);
    const count = names.filter((name) => ids.includes(name.replace(/-(?:le|be)$/, ""))).length;
    return { platform, count };
  });
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  return best.platform;
}

/** @param first where the database is if nothing shows it */
function examineDatabase(database: Database, options: SourcesOptions, first: string | null): Found {
  const { root } = options;
  let path = first === null || root === undefined ? first : join(root, first);
  return attempt(
    () => path,
    () => {
      path = locate(database, undefined, root).path;
      if (database === "lastlog") return examineLastlog(whereOf("lastlog", options));
      const utmps = root === undefined ? findStore("utmps", root) : null;
      if (database === "utmp" && utmps !== null && new Utmp().source === "utmps") {
        return examineStore("utmps", utmps.path, root);
      }
      return examineLogins(database, whereOf("utmp", options));
    },
  );
}

function examineOther(store: Exclude<StoreName, Database>, root: string | undefined): Found {
  const isService = store === "wtmpdb" && historySource(root) === "wtmpdbd";
  const place = findStore(isService ? "wtmpdbd" : store, root);
  if (place === null) return absentAt(null);
  const { path, isThere, error } = place;
  if (isThere && store === "logind" && root === undefined && !isManaged()) {
    const advice = isInUse(place) ? "its files are left over: no login manager runs" : null;
    return { ...absentAt(path), advice };
  }
  return attempt(
    () => path,
    () => {
      if (error !== null) throw error;
      return isThere ? examineStore(isService ? "wtmpdbd" : store, path, root) : absentAt(path);
    },
  );
}

/** @param pathOf where the store is, once that is known */
function attempt(pathOf: () => string | null, examine: () => Found): Found {
  try {
    return examine();
  } catch (error) {
    const isAbsent = error instanceof UnsupportedPlatformError || isAbsence(error);
    const nothing = absentAt(pathOf());
    return isAbsent ? nothing : { ...nothing, status: "unreadable", advice: remedy(error) };
  }
}

function remedy(error: unknown): string {
  const advice = accessRemedy(error);
  if (advice !== null) return advice;
  if (isReadError(error)) return error.message;
  throw error;
}
