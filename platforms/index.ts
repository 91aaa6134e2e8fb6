import { UnsupportedPlatformError } from "../src/errors.ts";
import { hostEndian, type Endian, type LastlogLayout, type UtmpLayout } from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import {
  linuxGlibc,
  linuxGlibc384,
  linuxGlibc400,
  linuxLastlog292,
  linuxLastlog296,
} from "./linux-glibc.ts";

/** The systems whose live databases can be read. */
export const platforms: readonly Platform[] = [linuxGlibc];

const layouts: readonly (UtmpLayout | LastlogLayout)[] = [
  linuxGlibc384,
  linuxGlibc400,
  linuxLastlog292,
  linuxLastlog296,
];

/** Layouts of last logins, by the layouts of logins that the same systems have. */
const LASTLOG_BESIDE: ReadonlyMap<string, LastlogLayout> = new Map([
  [linuxGlibc384.id, linuxLastlog292],
  [linuxGlibc400.id, linuxLastlog296],
]);

/** A layout in one byte order. */
export interface OrderedLayout<Layout> {
  readonly layout: Layout;
  readonly endian: Endian;
}

/**
 * The system that this program runs on.
 *
 * @throws {@link UnsupportedPlatformError} if its login records can't be read live
 */
export function hostPlatform(): Platform {
  if (process.platform === "linux") return linuxGlibc;
  throw new UnsupportedPlatformError(
    `Cannot find login records on "${process.platform}": name a file and its layout`,
  );
}

/** Names of all layouts of a kind of record, as the `layout` option takes them. */
export function layoutNames(record: "utmp" | "lastlog"): readonly string[] {
  return layouts
    .filter((layout) => layout.record === record)
    .flatMap((layout) => [
      layoutName({ layout, endian: "little" }),
      layoutName({ layout, endian: "big" }),
    ]);
}

/** The name of a layout in one byte order. */
export function layoutName({ layout, endian }: OrderedLayout<UtmpLayout | LastlogLayout>): string {
  return `${layout.id}-${endian === "little" ? "le" : "be"}`;
}

/** The name of the layout of last logins on systems whose logins have this one. */
export function lastlogBeside(name: string): string {
  const { layout, endian } = layoutNamed(name, "utmp");
  const beside = LASTLOG_BESIDE.get(layout.id) ?? hostPlatform().lastlog;
  return layoutName({ layout: beside, endian });
}

/**
 * The layout of a name, which may end in its byte order; without one it is this machine's.
 *
 * @throws RangeError if there is none
 */
export function layoutNamed<Kind extends "utmp" | "lastlog">(
  name: string,
  record: Kind,
): OrderedLayout<Extract<UtmpLayout | LastlogLayout, { record: Kind }>> {
  const [, id = name, order] = /^(.*)-(le|be)$/.exec(name) ?? [];
  const found = layouts.find((layout) => layout.id === id);
  if (!isOf(found, record)) {
    const known = layoutNames(record).join(", ");
    throw new RangeError(`Unknown layout "${name}" for ${record} records: known are ${known}`);
  }
  return {
    layout: found,
    endian: order === undefined ? hostEndian : order === "le" ? "little" : "big",
  };
}

function isOf<Kind extends "utmp" | "lastlog">(
  layout: UtmpLayout | LastlogLayout | undefined,
  record: Kind,
): layout is Extract<UtmpLayout | LastlogLayout, { record: Kind }> {
  return layout?.record === record;
}
