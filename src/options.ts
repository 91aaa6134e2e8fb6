const TEXTS = ["path", "root", "layout", "source"];
const FLAGS = ["rotated", "redact"];

/**
 * Refuses options that are misspelled or of the wrong kind: a forgotten filter would show more than
 * was asked for, and an empty path another system than was meant.
 *
 * @param lists those of the texts that may be a list of texts
 * @throws TypeError if `options` is no plain object, has a name that is not in `known`, or a value
 *   that is no text, is empty, or is neither true nor false
 */
export function checkOptions(
  options: object,
  known: readonly string[],
  lists: readonly string[] = [],
): void {
  if (!isPlainObject(options)) {
    throw new TypeError(`Cannot take ${Bun.inspect(options)} as options: an object is wanted`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`Unknown option "${name}": known are ${known.join(", ")}`);
    }
    if (value === undefined) continue;
    const wanted = wantedInstead(name, value, lists.includes(name));
    if (wanted === null) continue;
    throw wrongKind(name, value, `${wanted} is`);
  }
}

/**
 * Refuses what is no count: of an option, which may be left out.
 *
 * @throws TypeError if it is no number; RangeError if it is no whole one, or too small
 */
export function checkCount(name: string, value: unknown, least: number): void {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return;
  if (typeof value !== "number") throw wrongKind(name, value, "a whole number is");
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`Cannot take ${value} as ${name}: it must be a whole number from ${least}`);
}

/**
 * Refuses an argument that is no text.
 *
 * @throws TypeError
 */
export function checkText(name: string, value: unknown): void {
  if (typeof value !== "string") throw wrongKind(name, value, "a text is");
}

/**
 * The error of a value that is of another kind than is wanted.
 *
 * @param wanted with its verb, as `a text is`
 */
export function wrongKind(name: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`Cannot take ${Bun.inspect(value)} as ${name}: ${wanted} wanted`);
}

function wantedInstead(name: string, value: unknown, isList: boolean): string | null {
  if (FLAGS.includes(name)) return typeof value === "boolean" ? null : "true or false";
  if (name === "signal") return isSignal(value) ? null : "an AbortSignal";
  if (!TEXTS.includes(name)) return null;
  if (isList && Array.isArray(value)) {
    return value.length > 0 && value.every(isText) ? null : "a text or a list of texts";
  }
  return isText(value) ? null : "a text";
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isSignal(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "throwIfAborted" in value && typeof value.throwIfAborted === "function";
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
