// What a logout names: last(1) of the systems, as FreeBSD's and Apple's usr.bin/last/last.c.

import type { UtmpLayout } from "../src/layout.ts";
import { macosUtmpx640 } from "./darwin-utmpx.ts";
import { freebsdUtmpx280 } from "./freebsd-utmpx.ts";
import { freebsdFutx197, freebsdUtxLog } from "./freebsd.ts";

/** The field that a login and its logout share: `ut_line`, or `ut_id`. */
export type SessionKey = "line" | "id";

const KEYED_BY_ID: ReadonlySet<string> = new Set(
  [freebsdFutx197, freebsdUtxLog, freebsdUtmpx280, macosUtmpx640].map(({ id }) => id),
);

/** By which field the system that writes such records tells sessions apart. */
export function sessionKeyOf({ id }: Pick<UtmpLayout, "id">): SessionKey {
  return KEYED_BY_ID.has(id) ? "id" : "line";
}
