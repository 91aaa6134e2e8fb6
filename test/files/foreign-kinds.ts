import type { Endian } from "../../src/layout.ts";
import { bsd, dragonfly, freebsd, macos, netbsd, openbsd } from "./foreign-bsd.ts";
import { cygwin, libc4, linux, minix } from "./foreign-linux.ts";
import { aix, solaris } from "./foreign-system-v.ts";
import type { System } from "./foreign-system.ts";

/** A kind of file of a system, in one byte order. */
export interface Kind {
  /** Name of its layout, with its byte order where there is more than one. */
  readonly layout: string;
  readonly database: "utmp" | "wtmp" | "btmp" | "lastlog";
  readonly struct: string;
  readonly system: System;
  readonly endian: Endian;
  readonly framing: "array" | "slots" | "signed" | "utx-log" | "by-uid" | "named" | "db-hash";
  /** What its first record is signed with. */
  readonly signature: string;
}

const BOTH = ["little", "big"] as const;

function kinds(
  struct: string,
  system: System,
  orders: readonly Endian[],
  databases: readonly Kind["database"][],
  more: { framing?: Kind["framing"]; layout?: string; signature?: string } = {},
): Kind[] {
  const { layout = struct, signature = "" } = more;
  return orders.flatMap((endian) =>
    databases.map((database) => ({
      layout: orders.length > 1 ? `${layout}-${endian === "little" ? "le" : "be"}` : layout,
      database,
      struct,
      system,
      endian,
      framing: framingOf(database, system, more.framing),
      signature,
    })),
  );
}

function framingOf(
  database: Kind["database"],
  { types }: System,
  framing: Kind["framing"] | undefined,
): Kind["framing"] {
  if (framing !== undefined) return framing;
  if (database === "lastlog") return "by-uid";
  return database === "utmp" && types === null ? "slots" : "array";
}

const LOGS = ["utmp", "wtmp"] as const;
const ALL = ["utmp", "wtmp", "btmp"] as const;
const LAST = ["lastlog"] as const;
const LITTLE = ["little"] as const;
const BIG = ["big"] as const;
const v1 = { framing: "signed", signature: "utmpx-1.00" } as const;
const v2 = { framing: "signed", signature: "utmpx-2.00" } as const;
const hash = { framing: "db-hash" } as const;

/** All kinds of files there are. */
export const KINDS: readonly Kind[] = [
  ...kinds("linux-glibc-384", linux, BOTH, ALL),
  ...kinds("linux-glibc-400", linux, BOTH, ALL),
  ...kinds("linux-glibc-392-arc", linux, BOTH, ALL),
  ...kinds("linux-glibc-382-m68k", linux, BIG, ALL),
  ...kinds("utmps-400", linux, BOTH, ALL),
  ...kinds("utmps-392-i386", linux, LITTLE, ALL),
  ...kinds("linux-lastlog-292", linux, BOTH, LAST),
  ...kinds("linux-lastlog-296", linux, BOTH, LAST),
  ...kinds("macos-utmpx32-628", macos, BOTH, LOGS, v1),
  ...kinds("macos-utmp32-36", { ...bsd, years: [2001, 2007] }, BOTH, LOGS),
  ...kinds("freebsd-futx-197", freebsd, BIG, ["utmp"]),
  ...kinds("freebsd-futx-197", freebsd, BIG, LAST, { framing: "named" }),
  ...kinds("freebsd-futx-197", freebsd, BIG, ["wtmp"], {
    framing: "utx-log",
    layout: "freebsd-utx-log",
  }),
  ...kinds("freebsd-utmp-44", bsd, BOTH, LOGS),
  ...kinds("freebsd-lastlog-28", bsd, BOTH, LAST),
  ...kinds("netbsd-utmpx-520", { ...netbsd, years: [2012, 2030] }, BOTH, LOGS, v2),
  ...kinds("netbsd-utmpx-520-ilp32", { ...netbsd, years: [2012, 2030] }, BOTH, LOGS, v2),
  ...kinds("netbsd-utmpx-516-i386", { ...netbsd, years: [2012, 2030] }, LITTLE, LOGS, v2),
  ...kinds("netbsd-utmpx-520-v1", { ...netbsd, years: [2003, 2015] }, BOTH, LOGS, v1),
  ...kinds("netbsd-utmpx-512", { ...netbsd, years: [2003, 2015] }, BOTH, LOGS, v1),
  ...kinds("netbsd-lastlogx-432", netbsd, BOTH, LAST, hash),
  ...kinds("netbsd-lastlogx-428-i386", netbsd, LITTLE, LAST, hash),
  ...kinds("netbsd-lastlogx-424", netbsd, BOTH, LAST, hash),
  ...kinds("netbsd-utmp-40", { ...bsd, years: [2009, 2030] }, BOTH, LOGS),
  ...kinds("netbsd-lastlog-32", { ...bsd, years: [2009, 2030] }, BOTH, LAST),
  ...kinds("openbsd-utmp-304", { ...openbsd, years: [2013, 2030] }, BOTH, LOGS),
  ...kinds("openbsd-utmp-300", { ...openbsd, years: [1997, 2014] }, BOTH, LOGS),
  ...kinds("openbsd-badlogin-312", openbsd, BOTH, ["btmp"], { framing: "by-uid" }),
  ...kinds("openbsd-badlogin-308", openbsd, BOTH, ["btmp"], { framing: "by-uid" }),
  ...kinds("openbsd-lastlog-272", { ...openbsd, years: [2013, 2030] }, BOTH, LAST),
  ...kinds("openbsd-lastlog-268", { ...openbsd, years: [1997, 2014] }, BOTH, LAST),
  ...kinds("dragonfly-utmpx-512", dragonfly, LITTLE, LOGS, v2),
  ...kinds("dragonfly-utmp-48", { ...bsd, years: [2004, 2014] }, LITTLE, LOGS),
  ...kinds("dragonfly-lastlogx-432", dragonfly, LITTLE, LAST, hash),
  ...kinds("illumos-futmpx-372", solaris, BOTH, LOGS),
  ...kinds("illumos-futmp-36", { ...solaris, years: [1993, 2002] }, BOTH, LOGS),
  ...kinds("aix-utmp-648", aix, BIG, ALL),
  ...kinds("cygwin-utmp-320", cygwin, LITTLE, LOGS),
  ...kinds("minix-utmp-48", minix, LITTLE, LOGS),
  ...kinds("linux-libc4-utmp-56", libc4, LITTLE, LOGS),
];

/** The kind of file of a layout; without a database, the first there is. */
export function kindOf(layout: string, database?: Kind["database"]): Kind {
  const found = KINDS.find(
    (kind) => kind.layout === layout && (database ?? kind.database) === kind.database,
  );
  if (found === undefined) throw new Error(`No ${database ?? "file"} of ${layout}`);
  return found;
}

/** All of them under their names. */
export const NAMED_KINDS: readonly (Kind & { readonly name: string })[] = KINDS.map((kind) => ({
  ...kind,
  name: `${kind.layout} ${kind.database}`,
}));

type LoginKind = (typeof NAMED_KINDS)[number] & { readonly database: "utmp" | "wtmp" | "btmp" };

/** Those of logins. */
export const LOGIN_KINDS: readonly LoginKind[] = NAMED_KINDS.flatMap(({ database, ...kind }) =>
  database === "lastlog" ? [] : [{ ...kind, database }],
);

/** Those of last logins. */
export const LASTLOG_KINDS: readonly (typeof NAMED_KINDS)[number][] = NAMED_KINDS.filter(
  ({ database }) => database === "lastlog",
);
