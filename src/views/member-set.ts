import { resolve } from "node:path";
import type { Chunk } from "../chunk.ts";
import type { UtmpEntry } from "../entry.ts";
import { isReadError } from "../errors.ts";
import { logFiles, type LogFile } from "../files/log-files.ts";
import { oldestFirst } from "../files/log-order.ts";
import { withoutDoubles } from "../files/same-file.ts";
import type { LoginDatabase } from "../platform.ts";
import { ProblemList } from "../problems.ts";
import { Member } from "./member.ts";
import type { OpenMember, RecordKind } from "./record-kind.ts";
import { mostUnpacked, type ViewOptions } from "./view-options.ts";

/** One of the files of a view of logins, or the system's own database of them. */
export type LoginMember = Member<"utmp", UtmpEntry>;

/** A clock that shows an earlier year has no battery, and was not set yet. */
const FIRST_YEAR = Date.UTC(1980) * 1000;

/** The files of a view of logins, which can be others each time they are asked for. */
export class MemberSet {
  readonly #database: LoginDatabase;
  readonly #kind: RecordKind<"utmp", UtmpEntry>;
  readonly #options: ViewOptions;
  /** By their names: what was learned of a pipe can't be learned again. */
  readonly #members = new Map<string | null, LoginMember>();

  constructor(database: LoginDatabase, kind: RecordKind<"utmp", UtmpEntry>, options: ViewOptions) {
    this.#database = database;
    this.#kind = kind;
    this.#options = options;
  }

  /** The files that there are now, each once, oldest first; at least one, which may be missing. */
  list(): readonly LoginMember[] {
    const { root } = this.#options;
    const files = logFiles(this.#database, this.#options);
    const members = files.map((file) => this.#memberOf(file));
    if (members.length === 1) return members;
    const placed = members.map((member) => ({ member, place: resolve(member.name) }));
    const single = withoutDoubles(placed, root, mostUnpacked(this.#options));
    const ordered = oldestFirst(single, ({ member }) => startOf(member));
    return ordered.map(({ member }) => member);
  }

  #memberOf(file: LogFile): LoginMember {
    const known = this.#members.get(file.path);
    if (known !== undefined && file.error === null) return known;
    const member = new Member(this.#kind, this.#options, file);
    if (file.error === null) this.#members.set(file.path, member);
    return member;
  }
}

/**
 * When a member's records begin, in microseconds since 1970: a time in its first chunk, or else when
 * it was written last.
 */
function startOf(member: LoginMember): number {
  try {
    const open = member.open(new ProblemList());
    const chunks = open.chunks[Symbol.iterator]();
    const { value: first = null } = chunks.next();
    const start = first && timeIn(first, open);
    // What was taken of a pipe is there again for who reads it.
    member.close({ ...open, chunks: first === null ? [] : behind(first, chunks) });
    return start ?? (open.file?.modified ?? Number.NEGATIVE_INFINITY) * 1e6;
  } catch (error) {
    // Whoever reads it says why it can't be read.
    if (!isReadError(error)) throw error;
    return Number.NEGATIVE_INFINITY;
  }
}

/** The first time in a chunk of a clock that was set; `null` if there is none. */
function timeIn(chunk: Chunk, { reader }: OpenMember<"utmp", UtmpEntry>): number | null {
  for (let at = 0; at < chunk.bytes.length; at += reader.size) {
    const micros = reader.read(chunk, at)?.micros ?? null;
    if (micros !== null && micros >= FIRST_YEAR) return micros;
  }
  return null;
}

function* behind(first: Chunk, chunks: Iterator<Chunk>): Generator<Chunk, undefined, undefined> {
  yield first;
  for (let next = chunks.next(); next.done !== true; next = chunks.next()) yield next.value;
}
