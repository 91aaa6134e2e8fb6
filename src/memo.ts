/** Bounds what is kept before all is forgotten: memory stays small when every text differs. */
const MAX_TEXTS = 4096;

/** A function of texts that remembers its answers: in a file of logins few differ. */
export function memoized<Result>(make: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    const made = make(text);
    if (known.size === MAX_TEXTS) known.clear();
    known.set(text, made);
    return made;
  };
}
