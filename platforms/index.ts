import { UnsupportedPlatformError } from "../src/errors.ts";
import { hostEndian, type Endian, type Layout } from "../src/layout.ts";
import type { LivePlatform, Platform } from "../src/platform.ts";
import { linuxGlibc } from "./linux-glibc.ts";
import { isMusl } from "./linux-libc.ts";

/** A layout in one byte order. */
export interface OrderedLayout<L extends Layout = Layout> {
  readonly layout: L;
  readonly endian: Endian;
}

type Kind = Layout["record"];

/** Systems that this one is not are loaded where all of them are looked at. */
const load = {
  all: (): typeof import("./all.ts") => require("./all.ts"),
  darwin: (): typeof import("./darwin.ts") => require("./darwin.ts"),
  freebsd: (): typeof import("./freebsd.ts") => require("./freebsd.ts"),
  linuxMusl: (): typeof import("./linux-musl.ts") => require("./linux-musl.ts"),
};

/** All systems, in the order in which their paths and layouts are tried. */
export function allPlatforms(): readonly Platform[] {
  return load.all().platforms;
}

/** Those of all systems that have stores. */
export function systemsWithStores(): readonly Platform[] {
  return [linuxGlibc, load.linuxMusl().linuxMusl];
}

/**
 * Where systems have a database. Linux alone has any, whatever its libc: every file that is named can
 * be one, and for that no other system is loaded.
 */
export function databasePaths(store: "wtmpdb" | "lastlog2"): readonly string[] {
  return linuxGlibc.stores[store]?.paths ?? [];
}

/** The layouts of all systems' files, each once. */
export function allLayouts(): readonly Layout[] {
  return load.all().layouts;
}

/** The layouts of a kind of record. */
export type LayoutOf<K extends Kind> = Extract<Layout, { record: K }>;

/**
 * The system that this program runs on.
 *
 * @throws {@link UnsupportedPlatformError} if its login records can't be read live
 */
export function hostPlatform(): LivePlatform {
  switch (process.platform) {
    case "linux":
      return isMusl() ? load.linuxMusl().linuxMusl : linuxGlibc;
    case "darwin":
      return load.darwin().darwin;
    case "freebsd":
      return load.freebsd().freebsd;
    default:
      throw new UnsupportedPlatformError(
        `Cannot find login records on "${process.platform}": name a file, or another system's tree`,
      );
  }
}

/** The byte orders that files of a layout can have, this machine's first. */
export function ordersOf(layout: Layout): readonly Endian[] {
  if (layout.endian !== null) return [layout.endian];
  return hostEndian === "little" ? ["little", "big"] : ["big", "little"];
}

/** Names of all layouts of a kind of record, as the `layout` option takes them. */
export function layoutNames(record?: Kind): readonly string[] {
  const wanted = allLayouts().filter((layout) => record === undefined || layout.record === record);
  const names = wanted.flatMap((layout) =>
    ordersOf(layout)
      .toSorted((a, b) => b.localeCompare(a))
      .map((endian) => layoutName({ layout, endian })),
  );
  return [...new Set(names)];
}

/** The name of a layout, with its byte order where there is more than one. */
export function layoutName({ layout, endian }: OrderedLayout): string {
  if (layout.endian !== null) return layout.id;
  return `${layout.id}-${endian === "little" ? "le" : "be"}`;
}

/**
 * The layout of a name, which may end in its byte order; without one it is this machine's.
 *
 * @throws RangeError if there is none
 */
export function layoutNamed<K extends Kind>(name: string, record: K): OrderedLayout<LayoutOf<K>> {
  const found = findLayout(name, record);
  if (found !== null) return found;
  const known = layoutNames(record).join(", ");
  throw new RangeError(`Unknown layout "${name}" for ${record} records: known are ${known}`);
}

/** The same, or `null` if there is none. */
export function findLayout<K extends Kind>(
  name: string,
  record: K,
): OrderedLayout<LayoutOf<K>> | null {
  // Those are tried first in any case: if it is one of them, no other system is loaded.
  return findIn(linuxGlibc.layouts, name, record) ?? findIn(allLayouts(), name, record);
}

function findIn<K extends Kind>(
  layouts: readonly Layout[],
  name: string,
  record: K,
): OrderedLayout<LayoutOf<K>> | null {
  for (const layout of layouts) {
    if (!isLayoutOf(layout, record)) continue;
    for (const endian of ordersOf(layout)) {
      if (name === layout.id || name === layoutName({ layout, endian })) return { layout, endian };
    }
  }
  return null;
}

export function isLayoutOf<K extends Kind>(layout: Layout, record: K): layout is LayoutOf<K> {
  return layout.record === record;
}
