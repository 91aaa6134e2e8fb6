/**
 * Begins to read, so that what can't be read fails before anything is printed of it.
 *
 * @throws as the first step of the iteration
 */
export function begun<Item>(items: Iterable<Item, undefined>): Begun<Item> {
  const rest = items[Symbol.iterator]();
  const first = rest.next();
  let isFirst = true;
  const next = (): IteratorResult<Item, undefined> => {
    if (!isFirst) return rest.next();
    isFirst = false;
    return first;
  };
  const end = (): IteratorResult<Item, undefined> =>
    rest.return?.() ?? { done: true, value: undefined };
  return {
    first: first.done === true ? null : first.value,
    [Symbol.iterator]: () => ({ next, return: end }),
  };
}

/** What can be gone through once, the first of it included. */
interface Begun<Item> extends Iterable<Item, undefined> {
  /** `null` if there is none. */
  readonly first: Item | null;
}
