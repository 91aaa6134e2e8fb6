import { chunkOf } from "../chunk.ts";
import type { UtmpEntry } from "../entry.ts";
import { LibraryError } from "../errors.ts";
import { idMatcher, lineMatcher, recordTypeOf, typeNumberOf, type Matcher } from "../files/find.ts";
import type { UtmpLayout } from "../layout.ts";
import type { SnapshotReader } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import type { RecordType } from "../record-types.ts";
import { bytesOf } from "../text.ts";
import { LastSessions } from "../sessions/last-sessions.ts";
import { SessionPairer } from "../sessions/session-pairer.ts";
import type { Session } from "../sessions/session.ts";
import type { LoginMember } from "./member-set.ts";
import { UtmpView } from "./utmp-view.ts";
import type { AbortSignalLike, ViewOptions } from "./view-options.ts";

/** Asks libc for the first record that matches. */
type Ask = (library: SnapshotReader, file: Uint8Array) => Uint8Array | null;

/**
 * Who is logged in now: utmp(5). On the live system it is read through libc by pointer, from a
 * snapshot, so that no lock delays or shortens it.
 *
 * @example
 * ```ts
 * import { Utmp } from "bun-utmpx";
 * for (const { user, line, host } of new Utmp()) {
 *   console.log(user, line, host);
 * }
 * ```
 */
export class Utmp extends UtmpView {
  /** @param options a file to read, or what else differs from this system's own utmp */
  constructor(options: string | ViewOptions = {}) {
    super("utmp", options);
  }

  /**
   * The sessions of users who are logged in, oldest login first; a limit keeps the newest. On the
   * live system one whose process and terminal are no longer there is `gone`; in any other file all
   * are `unknown`.
   */
  openSessions(): Session[] {
    const pairer = new SessionPairer();
    for (const { path, layout, entries } of this.files()) {
      for (const entry of entries) if (entry.isUserProcess) pairer.add(entry, path, layout);
    }
    const open = new LastSessions(this.limit);
    for (const session of pairer.end((login) => this.openEnd(login))) open.add(session);
    return open.list();
  }

  /**
   * The first record of this type or, for a type of process, of any process with this id:
   * getutxid(3). `null` if there is none.
   *
   * @param type a word, or one of the constants, which are Linux's numbers
   * @param id its bytes where it is no text, as on FreeBSD
   * @throws RangeError if no record can be found by this type; else as iterating
   */
  findById(type: RecordType | number, id: string | Uint8Array): UtmpEntry | null {
    const word = recordTypeOf(type);
    return this.#find(
      (layout) => idMatcher(layout, word, id),
      (library, file) => library.findById(file, typeNumberOf(word), bytesOf(id)),
    );
  }

  /** The first user's or waiting session of this line: getutxline(3). `null` if there is none. */
  findByLine(line: string): UtmpEntry | null {
    return this.#find(
      (layout) => lineMatcher(layout, line),
      (library, file) => library.findByLine(file, line),
    );
  }

  #find(matcherOf: (layout: UtmpLayout) => Matcher, ask: Ask): UtmpEntry | null {
    const { signal } = this.bounds;
    return this.begin().firstOf((member, problems) =>
      findIn(member, problems, matcherOf, ask, signal),
    );
  }
}

function findIn(
  member: LoginMember,
  problems: ProblemList,
  matcherOf: (layout: UtmpLayout) => Matcher,
  ask: Ask,
  signal: AbortSignalLike | undefined,
): UtmpEntry | null {
  // Neither an answer nor its check needs the records that libc would copy.
  const snapshots = member.library()?.snapshots ?? null;
  using open = snapshots === null ? member.open(problems) : member.openFile(null, problems);
  const { chunks, reader, ordered } = open;
  const matches = matcherOf(ordered.layout);
  const asked = snapshots !== null && member.isKnown(ordered) ? snapshots : null;
  for (const chunk of chunks) {
    let found: UtmpEntry | null = null;
    for (let at = 0; at < chunk.bytes.length && found === null; at += reader.size) {
      signal?.throwIfAborted();
      const entry = reader.read(chunk, at);
      if (entry !== null && matches(entry)) found = entry;
    }
    const record = asked && ask(asked, chunk.bytes);
    if (asked !== null && !isSame(record, found?.raw() ?? null)) {
      const message = "Cannot trust libc: it finds another record than the file has";
      member.distrust(new LibraryError(message), chunk, problems);
    } else if (record !== null) {
      return reader.read(chunkOf(record, chunk.offset, "libc"), 0);
    }
    if (found !== null) return found;
  }
  return null;
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}
