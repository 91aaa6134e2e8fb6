import type { Batch } from "../batch.ts";
import { isReadError } from "../errors.ts";
import type { Layout } from "../layout.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import type { Member, OpenMember, Wanted } from "./member.ts";

type Kind = Layout["record"];

/** What is read of a member. */
export type Part<K extends Kind, Entry> = readonly [Member<K, Entry>, Wanted];

/**
 * One reading of a view, over all its members. What fails of one of several is a problem; it is an
 * error only if none can be read.
 */
export class Pass<K extends Kind, Entry> {
  readonly #parts: Iterable<Part<K, Entry>>;
  readonly #members: readonly Member<K, Entry>[];
  readonly #known: readonly RecordProblem[];
  readonly #reached = new Set<Member<K, Entry>>();
  readonly #met: { readonly path: string; readonly problems: ProblemList }[] = [];
  /** How many members could be read. */
  #read = 0;
  #error: Error | null = null;

  /**
   * @param members all of the view; the errors of one that is alone are the view's
   * @param known problems with what is no member
   */
  constructor(
    parts: Iterable<Part<K, Entry>>,
    members: readonly Member<K, Entry>[],
    known: readonly RecordProblem[] = [],
  ) {
    this.#parts = parts;
    this.#members = members;
    this.#known = known;
  }

  /** Why no member could be read; `null` if one could. */
  get error(): Error | null {
    return this.#read === 0 ? this.#error : null;
  }

  /** What was met, in the order in which it was, and what is known of members not reached. */
  get problems(): readonly RecordProblem[] {
    if (this.#isAlone) {
      return [...this.#known, ...this.#met.flatMap(({ problems }) => problems.list())];
    }
    const met = this.#met.flatMap(({ path, problems }) =>
      problems.list().map((problem) => ({ ...problem, path })),
    );
    const unread = this.#members.flatMap((member) => {
      const { error, name } = member;
      return error === null || this.#reached.has(member)
        ? []
        : [{ ...unreadable(error), path: name }];
    });
    return [...this.#known, ...met, ...unread];
  }

  /** All members of the view, reached or not. */
  get all(): readonly Member<K, Entry>[] {
    return this.#members;
  }

  get #isAlone(): boolean {
    return this.#members.length === 1;
  }

  /** Opens one member after the other, and closes it before the next. */
  *members(): Generator<OpenMember<K, Entry>, undefined, undefined> {
    for (const [member, wanted] of this.#parts) {
      const open = this.attempt(member, (problems) => this.#open(member, problems, wanted));
      if (open === null) continue;
      using _ = open;
      yield open;
    }
    if (this.error !== null) throw this.error;
  }

  /** A list for problems that are met beside reading, with what is at a path. */
  problemsOf(path: string): ProblemList {
    const problems = new ProblemList();
    this.#met.push({ path: this.#isAlone ? "" : path, problems });
    return problems;
  }

  /** The first that is found in one of the members. */
  firstOf<Result>(
    find: (member: Member<K, Entry>, problems: ProblemList) => Result | null,
  ): Result | null {
    for (const [member] of this.#parts) {
      const found = this.attempt(member, (problems) => find(member, problems));
      if (found !== null) return found;
    }
    if (this.error !== null) throw this.error;
    return null;
  }

  /** The batches of a member that is open, up to where they can't be read. */
  *batches({
    batches,
    problems,
  }: OpenMember<K, Entry>): Generator<Batch<Entry>, undefined, undefined> {
    let isAnyGiven = false;
    try {
      for (const batch of batches) {
        isAnyGiven = true;
        yield batch;
      }
    } catch (error) {
      if (!isAnyGiven) this.#read--;
      this.#fail(error, problems);
    }
  }

  /** Reads something of a member; `null` if that fails, and there are others. */
  attempt<Result>(
    member: Member<K, Entry>,
    read: (problems: ProblemList) => Result,
  ): Result | null {
    const problems = new ProblemList();
    this.#reached.add(member);
    this.#met.push({ path: this.#isAlone ? "" : member.name, problems });
    try {
      const result = read(problems);
      this.#read++;
      return result;
    } catch (error) {
      this.#fail(error, problems);
      return null;
    }
  }

  #open(member: Member<K, Entry>, problems: ProblemList, wanted: Wanted): OpenMember<K, Entry> {
    const open = member.open(problems, wanted);
    // What was met when it was looked at before.
    if (open.problems !== problems) this.#met.push({ path: open.path, problems: open.problems });
    return open;
  }

  #fail(error: unknown, problems: ProblemList): void {
    if (!isReadError(error) || this.#isAlone) throw error;
    this.#error ??= error;
    problems.add(unreadable(error));
  }
}

function unreadable({ message }: Error): RecordProblem {
  return { kind: "read", offset: 0, bytes: 0, message };
}
