import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { aix } from "../../platforms/aix.ts";
import { darwin } from "../../platforms/darwin.ts";
import { dragonfly } from "../../platforms/dragonfly.ts";
import { freebsd } from "../../platforms/freebsd.ts";
import { illumos } from "../../platforms/illumos.ts";
import { linuxMusl } from "../../platforms/linux-musl.ts";
import { minix } from "../../platforms/minix.ts";
import { netbsd } from "../../platforms/netbsd.ts";
import { openbsd } from "../../platforms/openbsd.ts";
import type { Database, Platform } from "../../src/platform.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { foreignFile, writeForeign, type ForeignFile } from "./foreign-files.ts";
import { kindOf } from "./foreign-kinds.ts";

const SEED = 20_261_122;
const RECORDS = 16;

export const DATABASES: readonly ["utmp", "wtmp", "btmp", "lastlog"] = [
  "utmp",
  "wtmp",
  "btmp",
  "lastlog",
];

/** A system, and which of its paths its files have: the first, or that of an older release. */
export interface Tree {
  readonly name: string;
  readonly platform: Platform;
  readonly place: 0 | 1;
  /** Layouts of the files that stand in it. */
  readonly layouts: Readonly<Partial<Record<Database, string>>>;
}

export const TREES: readonly Tree[] = [
  {
    name: "NetBSD",
    platform: netbsd,
    place: 0,
    layouts: {
      utmp: "netbsd-utmpx-520-be",
      wtmp: "netbsd-utmpx-520-be",
      lastlog: "netbsd-lastlogx-432-be",
    },
  },
  {
    name: "OpenBSD",
    platform: openbsd,
    place: 0,
    layouts: {
      utmp: "openbsd-utmp-304-le",
      wtmp: "openbsd-utmp-304-le",
      btmp: "openbsd-badlogin-312-le",
      lastlog: "openbsd-lastlog-272-le",
    },
  },
  {
    name: "FreeBSD from 9 on",
    platform: freebsd,
    place: 0,
    layouts: { utmp: "freebsd-futx-197", wtmp: "freebsd-utx-log", lastlog: "freebsd-futx-197" },
  },
  {
    name: "FreeBSD 8",
    platform: freebsd,
    place: 1,
    layouts: {
      utmp: "freebsd-utmp-44-le",
      wtmp: "freebsd-utmp-44-le",
      lastlog: "freebsd-lastlog-28-le",
    },
  },
  {
    name: "illumos",
    platform: illumos,
    place: 0,
    layouts: {
      utmp: "illumos-futmpx-372-be",
      wtmp: "illumos-futmpx-372-be",
      lastlog: "freebsd-lastlog-28-be",
    },
  },
  {
    name: "AIX",
    platform: aix,
    place: 0,
    layouts: { utmp: "aix-utmp-648", wtmp: "aix-utmp-648", btmp: "aix-utmp-648" },
  },
  {
    name: "Alpine with utmps",
    platform: linuxMusl,
    place: 0,
    layouts: {
      utmp: "utmps-400-le",
      wtmp: "utmps-400-le",
      btmp: "utmps-400-le",
      lastlog: "linux-lastlog-296-le",
    },
  },
  {
    name: "macOS from 10.5 on",
    platform: darwin,
    place: 0,
    layouts: { utmp: "macos-utmpx32-628-le" },
  },
  {
    name: "Mac OS X 10.4",
    platform: darwin,
    place: 1,
    layouts: { utmp: "macos-utmp32-36-be", wtmp: "macos-utmp32-36-be" },
  },
  {
    name: "DragonFly",
    platform: dragonfly,
    place: 0,
    layouts: {
      utmp: "dragonfly-utmpx-512",
      wtmp: "dragonfly-utmpx-512",
      lastlog: "dragonfly-lastlogx-432",
    },
  },
  {
    name: "MINIX 3",
    platform: minix,
    place: 0,
    layouts: {
      utmp: "netbsd-utmpx-512-le",
      wtmp: "netbsd-utmpx-512-le",
      lastlog: "netbsd-lastlogx-424-le",
    },
  },
];

/** The path of a file that a tree has. */
export function pathOf({ platform, place }: Tree, database: Database): string {
  const paths = platform.paths[database];
  const path = paths[place] ?? paths[0];
  if (path === undefined) throw new Error(`${platform.id} keeps no ${database}`);
  return path;
}

/** What a file of a tree holds. */
export function fileOf(layout: string, database: Database): ForeignFile {
  return foreignFile(kindOf(layout, database), { seed: SEED, records: RECORDS });
}

/** Puts the files of a system where they belong. */
export function treeOf(tree: Tree): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  for (const database of DATABASES) {
    const layout = tree.layouts[database];
    if (layout === undefined) continue;
    const path = directory.at(pathOf(tree, database));
    mkdirSync(dirname(path), { recursive: true });
    writeForeign(path, fileOf(layout, database));
  }
  return directory;
}
