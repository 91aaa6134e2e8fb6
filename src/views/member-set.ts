import { resolve } from "node:path";
import type { UtmpEntry } from "../entry.ts";
import { logFiles, type LogFile } from "../files/log-files.ts";
import { oldestFirst } from "../files/log-order.ts";
import { withoutDoubles } from "../files/same-file.ts";
import type { LoginDatabase } from "../platform.ts";
import { Member } from "./member.ts";
import type { RecordKind } from "./record-kind.ts";
import { StartTimes } from "./start-times.ts";
import { mostUnpacked, type ViewOptions } from "./view-options.ts";

/** One of the files of a view of logins, or the system's own database of them. */
export type LoginMember = Member<"utmp", UtmpEntry>;

/** The files of a view of logins, which can be others each time they are asked for. */
export class MemberSet {
  readonly #database: LoginDatabase;
  readonly #kind: RecordKind<"utmp", UtmpEntry>;
  readonly #options: ViewOptions;
  /** By their names: what was learned of a pipe can't be learned again. */
  readonly #members = new Map<string | null, LoginMember>();
  readonly #starts = new StartTimes();

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
    const ordered = oldestFirst(single, ({ member }) => this.#starts.of(member));
    return ordered.map(({ member }) => member);
  }

  #memberOf(file: LogFile): LoginMember {
    const known = this.#members.get(file.path);
    if (known !== undefined && file.error === null) {
      known.error = null;
      return known;
    }
    const member = new Member(this.#kind, this.#options, file);
    if (file.error === null) this.#members.set(file.path, member);
    return member;
  }
}
