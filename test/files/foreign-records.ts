import { failures, life, utf8, type Event, type Happening } from "./foreign-events.ts";
import type { Kind } from "./foreign-kinds.ts";
import { QUIET, type Noise, type Random } from "./foreign-structs.ts";
import type { Written } from "./foreign-system.ts";

/** How a file differs from what its writers would leave. */
export interface Twist {
  readonly seed: number;
  readonly records: number;
  /** What of memory is left in it: between members, or behind the text of these. */
  readonly noise?: "padding" | "line" | "user" | "host" | "all";
  /** Whether that is any bytes. */
  readonly isWild?: boolean;
  /** Share of records whose microseconds are none. */
  readonly badMicroseconds?: number;
  /** Share of records that have no time. */
  readonly timeless?: number;
  /** Whether the machine's clock begins in 1970. */
  readonly hasNoClock?: boolean;
  readonly isSetBack?: boolean;
  /** Only what happened of this. */
  readonly only?: readonly Happening[];
  /** All zero records before the first. */
  readonly zeros?: number;
  /** Bytes at the end of a record that goes no further. */
  readonly tail?: number;
  /** Whether a zero byte strayed behind the last record. */
  readonly isStray?: boolean;
  /** Whether only one user, with a high uid, ever logged in. */
  readonly isFar?: boolean;
}

/** What a system wrote, until there are as many records. */
export function recordsOf(kind: Kind, twist: Twist, random: Random): Written[] {
  const { system, database, framing } = kind;
  const machine = {
    years: system.years,
    release: random.pick(system.releases),
    hasNoClock: twist.hasNoClock ?? false,
    isSetBack: twist.isSetBack ?? false,
  };
  // OpenBSD counts the failures of those who have an account, as a login does.
  const isCounted = database === "btmp" && framing === "by-uid";
  const events =
    database === "btmp" && !isCounted ? failures(random, machine) : life(random, machine);
  const isPrecise = random.chance(0.7);
  const only = database === "lastlog" || isCounted ? ["login"] : twist.only;
  const written: Written[] = framing === "signed" ? [signatureOf(kind)] : [];
  const slots = new Map<string, number>();
  // A file that was rotated begins anywhere; a snapshot begins with the boot.
  let skip = database === "wtmp" && random.chance(0.5) ? random.int(0, 20) : 0;
  let tries = 0;
  const count = twist.isFar === true ? 1 : twist.records;
  while (written.length < count && tries++ < 5000) {
    const event: Event = events.next().value;
    if (only !== undefined && !only.includes(event.what)) continue;
    const one = system.writes(event, random);
    if (one === null || skip-- > 0) continue;
    const entry = damaged({ ...one, ...(!isPrecise && { microseconds: 0 }) }, twist, random);
    const slot = Buffer.from(entry.line ?? []).toString("latin1");
    const used = database === "utmp" ? slots.get(slot) : undefined;
    if (used !== undefined && written.length > 1 && random.chance(0.9)) written[used] = entry;
    else slots.set(slot, written.push(entry) - 1);
  }
  return written;
}

function damaged(one: Written, twist: Twist, random: Random): Written {
  const isBad = random.chance(twist.badMicroseconds ?? 0);
  const isTimeless = random.chance(twist.timeless ?? 0);
  return {
    ...one,
    ...(isBad && { microseconds: random.int(1_000_000, 2 ** 31 - 1) }),
    ...(isTimeless && { seconds: 0, microseconds: 0 }),
  };
}

function signatureOf({ signature }: Kind): Written {
  return { type: "SIGNATURE", user: utf8(signature), seconds: 0, microseconds: 0 };
}

/** What of memory is left in each record. */
export function noiseOf({ struct, endian }: Kind, twist: Twist, random: Random): () => Noise {
  // What real files show: aarch64's lines, and the padding of Solaris.
  const usual =
    struct === "linux-glibc-400" ? "line" : struct.startsWith("illumos") ? "padding" : null;
  const kind = twist.noise ?? (random.chance(0.5) ? usual : null);
  const share = twist.noise === undefined ? 0.4 : 0.8;
  const leave = (length: number): Uint8Array =>
    twist.isWild === true ? random.bytes(length) : random.leftovers(length, endian);
  const isAll = kind === "all";
  const names = isAll
    ? ["line", "user", "name", "host", "id"]
    : kind === "user"
      ? ["user", "name"]
      : [kind ?? ""];
  const behind = new Map(kind === "padding" ? [] : names.map((name) => [name, leave]));
  const noise = { padding: kind === "padding" ? leave : null, behind };
  return () => (kind !== null && random.chance(share) ? noise : QUIET);
}
