/**
 * Refuses options that are misspelled: a forgotten filter would show more than was asked for.
 *
 * @throws TypeError if `options` has a name that is not in `known`
 */
export function checkOptions(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(`Unknown option "${name}": known are ${known.join(", ")}`);
  }
}
