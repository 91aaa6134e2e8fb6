import { join } from "node:path";
import { findLayout, hostPlatform, layoutNamed, platforms } from "../../platforms/index.ts";
import { accessRemedy } from "../access-remedy.ts";
import { isAbsence, isReadError, UnsupportedPlatformError } from "../errors.ts";
import { findStore, isInUse } from "../files/find-store.ts";
import { locate, systemsOf } from "../files/locate.ts";
import { checkOptions } from "../options.ts";
import type { Database, DatabaseNotes, Platform } from "../platform.ts";
import { resolveInRoot } from "../root.ts";
import type { SourceName } from "../source.ts";
import { examineLastlog, examineLogins } from "./examine-records.ts";
import { examineStore } from "./examine-stores.ts";
import { Lastlog } from "./lastlog.ts";
import { historySource, isManaged } from "./own-source.ts";
import { absentAt, type Found, type SourceStatus, type StoreName } from "./source-status.ts";
import { Utmp } from "./utmp.ts";
import { Wtmp } from "./wtmp.ts";

/** Which system's stores are looked at. */
export interface SourcesOptions {
  /** Tree of another system: a mounted image, or a copy. */
  readonly root?: string;
  /** Name of the layout of its records, for the stores that can have it. @default what they show */
  readonly layout?: string;
}

/** What is asked about a system, and what can answer. */
interface Question {
  readonly database: Database;
  /** A store that can answer instead. */
  readonly other: Exclude<StoreName, Database> | null;
  /** From where the answer is taken. */
  readonly sourceOf: (place: { readonly root?: string }) => SourceName;
}

const QUESTIONS: readonly Question[] = [
  { database: "utmp", other: "logind", sourceOf: (place) => new Utmp(place).source },
  { database: "wtmp", other: "wtmpdb", sourceOf: (place) => new Wtmp(place).source },
  { database: "btmp", other: null, sourceOf: () => "file" },
  { database: "lastlog", other: "lastlog2", sourceOf: (place) => new Lastlog(place).source },
];

/** Records of one login that two programs make are no further apart. */
const SAME_LOGIN_MICROS = 10e6;

/**
 * The stores of login records of this system, or of another's tree: what each is, and what it
 * can't tell. That a store is not there is an answer; nothing is thrown for it.
 *
 * @throws {@link UnsupportedPlatformError} if this system's stores are not known
 *
 * @example
 * ```ts
 * import { sources } from "bun-utmpx";
 * for (const { store, status, advice } of sources()) console.log(store, status, advice);
 * ```
 */
export function sources(options: SourcesOptions = {}): SourceStatus[] {
  checkOptions(options, ["root", "layout"]);
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
  return found.flatMap(({ question, state }) => statusesOf(question, state, platform, root));
}

/** A store, and what reading it shows. */
interface Examined {
  readonly store: StoreName;
  readonly state: Found;
  readonly notes: DatabaseNotes;
}

/** Of the stores that can answer a question. */
function statusesOf(
  { database, other, sourceOf }: Question,
  state: Found,
  { notes, stores }: Platform,
  root: string | undefined,
): SourceStatus[] {
  const asked = (state.source === "utmps" ? stores.utmps?.notes : null) ?? notes[database];
  const examined: Examined[] = [{ store: database, state, notes: asked }];
  const place = other === null ? undefined : stores[other];
  if (other !== null && place !== undefined) {
    const beside = examineOther(other, root);
    const service = beside.source === "wtmpdbd" ? stores.wtmpdbd : undefined;
    examined.push({ store: other, state: beside, notes: (service ?? place).notes });
  }
  const source = sourceThatAnswers(sourceOf, root);
  const isRecords = source === null || source === "file" || source === "libc" || source === "utmps";
  const answering = isRecords || other === null ? database : other;
  return examined.map((one) => statusOf(one, examined, answering));
}

/** `null` if the file of records should, and can't be looked for. */
function sourceThatAnswers(
  sourceOf: Question["sourceOf"],
  root: string | undefined,
): SourceName | null {
  try {
    return sourceOf(root === undefined ? {} : { root });
  } catch (error) {
    if (!isReadError(error)) throw error;
    return null;
  }
}

function statusOf(
  { store, state, notes }: Examined,
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
  const isAnswered = examined.some((one) => one.store === answering && wasRead(one.state));
  const instead = used || !isAnswered ? null : `not used: ${answering} answers`;
  const absent = state.status === "absent" ? notes.absent : null;
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
    advice: state.advice ?? age ?? instead ?? absent,
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
  const counted = [...(likely === undefined ? [] : [likely]), ...platforms].map((platform) => {
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

/** A layout that is named is that of the stores which can have it. */
export function whereOf(
  record: "utmp" | "lastlog",
  { root, layout }: SourcesOptions,
): SourcesOptions {
  const where = root === undefined ? {} : { root };
  if (layout === undefined) return where;
  const other = record === "utmp" ? "lastlog" : "utmp";
  const isOther = findLayout(layout, record) === null && findLayout(layout, other) !== null;
  return isOther ? where : { ...where, layout };
}
