/** Gives whole numbers from 0 to below a limit. */
export type Below = (limit: number) => number;

/** The same numbers for the same seed: mulberry32. */
export function randomNumbers(seed: number): Below {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Any one of a list that is not empty. */
export function pick<Item>(list: readonly Item[], below: Below): Item {
  // The index is less than the length.
  return list[below(list.length)] as Item;
}

/** Any one of a list that is not empty, which the last one replaces. */
export function take<Item>(list: Item[], below: Below): Item {
  const at = below(list.length);
  const taken = list[at] as Item;
  list[at] = list.at(-1) as Item;
  list.pop();
  return taken;
}
