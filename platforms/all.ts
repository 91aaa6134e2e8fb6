import type { Layout } from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import { aix } from "./aix.ts";
import { cygwin } from "./cygwin.ts";
import { darwin } from "./darwin.ts";
import { dragonfly } from "./dragonfly.ts";
import { freebsd } from "./freebsd.ts";
import { illumos } from "./illumos.ts";
import { linuxGlibc } from "./linux-glibc.ts";
import { linuxLibc4 } from "./linux-libc4.ts";
import { linuxMusl } from "./linux-musl.ts";
import { minix } from "./minix.ts";
import { netbsd } from "./netbsd.ts";
import { openbsd } from "./openbsd.ts";

/** All systems, in the order in which their paths and layouts are tried. */
export const platforms: readonly Platform[] = [
  linuxGlibc,
  linuxMusl,
  darwin,
  freebsd,
  netbsd,
  openbsd,
  dragonfly,
  illumos,
  aix,
  cygwin,
  minix,
  linuxLibc4,
];

/** The layouts of all systems' files, each once. */
export const layouts: readonly Layout[] = [
  ...new Set(platforms.flatMap((platform) => platform.layouts)),
];
