const TEXTS = ["path", "root", "layout", "source"];

/**
 * Refuses options that are misspelled or of the wrong kind: a forgotten filter would show more than
 * was asked for, and an empty path another system than was meant.
 *
 * @throws TypeError if `options` is no plain object, has a name that is not in `known`, or a text
 *   that is none or empty
 */
export function checkOptions(options: object, known: readonly string[]): void {
  if (!isPlainObject(options)) {
    throw new TypeError(`Cannot take ${Bun.inspect(options)} as options: an object is wanted`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`Unknown option "${name}": known are ${known.join(", ")}`);
    }
    if (
      TEXTS.includes(name) &&
      value !== undefined &&
      (typeof value !== "string" || value === "")
    ) {
      throw new TypeError(`Cannot take ${Bun.inspect(value)} as ${name}: a text is wanted`);
    }
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
