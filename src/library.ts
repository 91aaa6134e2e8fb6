import { dlopen, type FFIFunction, type Library } from "bun:ffi";
import { LibraryError } from "./errors.ts";

/**
 * Loads functions of a shared library.
 *
 * @param name as dlopen(3) takes it
 * @param symbols the C functions; one that the library lacks fails them all
 * @throws {@link LibraryError} if the library or a function is not there, or FFI is off
 */
export function openLibrary<const Symbols extends Record<string, FFIFunction>>(
  name: string,
  symbols: Symbols,
): Library<Symbols>["symbols"] {
  try {
    return dlopen(name, symbols).symbols;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new LibraryError(`Cannot use "${name}": ${detail}`, { cause: error });
  }
}

/** Text as C takes it. */
export function cString(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\0`);
}

const MAX_TRIES = 200;
const MAX_WAIT_MS = 5;

/**
 * Asks a library again until its answer is right. Its cursor is one per process, and nothing that
 * workers share can guard it: one that reads at the same moment disturbs the answer.
 *
 * @returns the last answer, which is wrong if no other came
 */
export function askUntil<Answer>(ask: () => Answer, isRight: (answer: Answer) => boolean): Answer {
  for (let tries = 1; ; tries++) {
    const answer = ask();
    if (isRight(answer) || tries === MAX_TRIES) return answer;
    // Of two that disturb each other, chance decides which goes first.
    Bun.sleepSync(Math.random() * MAX_WAIT_MS);
  }
}
