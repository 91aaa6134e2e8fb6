import { basename, dirname } from "node:path";
import { rotationOf, type Rotation } from "./rotation.ts";

/** A file among those of a log. */
interface Ordered<Item> extends Rotation {
  readonly item: Item;
  /** The log's whole name. */
  readonly directory: string;
  /** When it begins, or the one before it of the same log, if that is later. */
  start: number;
}

/**
 * Puts files, which are at these places, in the order in which they were written, oldest first.
 * Those of one log go by their names, the file without a number or date last; those of different
 * logs, or of different schemes, by their records, without which no name tells which came first.
 *
 * @param placeOf path of a file on this system
 * @param startOf when a file's records begin, `null` if it has none: it stands behind the one before
 *   it, and moves no other. Asked only where names don't tell
 */
export function oldestFirst<Item extends { readonly place: string }>(
  items: readonly Item[],
  startOf: (item: Item) => number | null,
): Item[] {
  const known = items.map((item) => {
    const { place } = item;
    return { item, directory: dirname(place), ...rotationOf(basename(place)), start: 0 };
  });
  const logs = Map.groupBy(known, ({ directory, log }) => `${directory}/${log}`);
  const inLogs = [...logs.values()].map((files) => {
    const of = (wanted: Rotation["scheme"]): Ordered<Item>[] =>
      files.filter(({ scheme }) => scheme === wanted).toSorted(byName);
    return [...merge([of("number"), of("date")], startOf), ...of("current")];
  });
  return merge(inLogs, startOf).map(({ item }) => item);
}

/** A packed one that is not the same as the plain one has been packed before that was written. */
function byName(a: Rotation, b: Rotation): number {
  return a.rank - b.rank || Number(b.isPacked) - Number(a.isPacked);
}

/** Merges lists that are in order by when their files begin; none is taken out of its order. */
function merge<Item>(
  lists: readonly Ordered<Item>[][],
  startOf: (item: Item) => number | null,
): Ordered<Item>[] {
  const filled = lists.filter(({ length }) => length > 0);
  if (filled.length < 2) return filled.flat();
  for (const list of filled) {
    let latest = Number.NEGATIVE_INFINITY;
    for (const file of list) {
      latest = Math.max(latest, startOf(file.item) ?? latest);
      file.start = latest;
    }
  }
  return filled.flat().toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}
