import type { UtmpEntryJSON } from "./entry.ts";

/**
 * Whether an account has a name.
 *
 * @param bytes hex of the name where it is not valid UTF-8: no account has such a name
 */
export type IsKnownUser = (user: string, bytes?: string) => boolean;

/** Asking for an account takes long where accounts are kept on a server. */
const MAX_REMEMBERED = 1 << 18;

/** Remembers the answers about names, and forgets all when they become many. */
export function knownBy(uidOf: (name: string) => number | null): IsKnownUser {
  const answers = new Map<string, boolean>();
  return (user, bytes) => {
    if (bytes !== undefined) return false;
    const known = answers.get(user);
    if (known !== undefined) return known;
    const answer = uidOf(user) !== null;
    if (answers.size === MAX_REMEMBERED) answers.clear();
    answers.set(user, answer);
    return answer;
  };
}

/** What stands for a name that no account has, with its length in characters. */
export function unknownName(user: string): string {
  return `<unknown:${[...user].length}>`;
}

/** What is told of names: people type passwords where a name is asked for. */
export interface NameRule {
  readonly isKnown: IsKnownUser;
  /** Whether names that no account has are hidden. */
  readonly redact: boolean;
}

/** JSON of an entry that says whether an account has the name. */
type JudgedEntryJSON = Omit<UtmpEntryJSON, "user"> & {
  /** `null` where the name is hidden. */
  readonly user: string | null;
  readonly knownUser: boolean;
};

/** JSON of an entry by the rule: a hidden name leaves neither its text nor its bytes. */
export function judgedEntry(json: UtmpEntryJSON, { isKnown, redact }: NameRule): JudgedEntryJSON {
  const knownUser = isKnown(json.user, json.userBytes);
  if (knownUser || !redact) return { ...json, knownUser };
  const { userBytes: _, ...rest } = json;
  return { ...rest, user: null, knownUser };
}
