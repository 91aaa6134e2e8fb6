import { chunkOf } from "../chunk.ts";
import type { UtmpEntry } from "../entry.ts";
import { LibraryError } from "../errors.ts";
import { idMatcher, lineMatcher, recordTypeOf, typeNumberOf, type Matcher } from "../files/find.ts";
import type { UtmpLayout } from "../layout.ts";
import { checkText, wrongKind } from "../options.ts";
import type { SnapshotReader } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import type { RecordType } from "../record-types.ts";
import { bytesOf } from "../text.ts";
import { presentSessions } from "../sessions/present-sessions.ts";
import type { OpenEnd } from "../sessions/session-pairer.ts";
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
   * The sessions of users who are logged in, oldest login first; a limit keeps the newest. Each
   * record of a user is one, also where two have the same line. On the live system, whose own file may
   * also be named, one whose process and terminal are no longer there is `gone`; in any other file
   * all are `unknown`.
   *
   * @throws as iterating
   */
  openSessions(): Session[] {
    const openEnd: OpenEnd = this.isLive ? (login) => this.openEnd(login) : () => "unknown";
    return presentSessions(this.files(), this.limit, openEnd);
  }

  /**
   * The first record of this type or, for a type of process, of any process with this id:
   * getutxid(3). `null` if there is none.
   *
   * @param type a word, or one of the constants, which are Linux's numbers
   * @param id its bytes where it is no text, as on FreeBSD
   * @throws RangeError if no record can be found by this type; TypeError if the id is no text or
   *   bytes; else as iterating
   */
  findById(type: RecordType | number, id: string | Uint8Array): UtmpEntry | null {
    if (!(id instanceof Uint8Array) && typeof id !== "string") {
      throw wrongKind("id", id, "a text or its bytes are");
    }
    const word = recordTypeOf(type);
    return this.#find(
      (layout) => idMatcher(layout, word, id),
      (library, file) => library.findById(file, typeNumberOf(word), bytesOf(id)),
    );
  }

  /**
   * The first user's or waiting session of this line: getutxline(3). `null` if there is none.
   *
   * @throws TypeError if it is no text; else as iterating
   */
  findByLine(line: string): UtmpEntry | null {
    checkText("line", line);
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
  const snapshots = member.wantedLibrary()?.snapshots ?? null;
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
