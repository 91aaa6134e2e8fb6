// How rotated logs are named: logrotate(8) with its `dateformat` and `compressext`, newsyslog(8),
// savelog(8), and wtmpdb(8).

/** What a file's name says of its place among the files that a log was rotated to. */
export interface Rotation {
  /** Name of the log. */
  readonly log: string;
  /** What its place is told by: nothing of the file that is written now. */
  readonly scheme: "current" | "number" | "date";
  /** Its place among those of the same scheme: the lower, the older. */
  readonly rank: number;
  /** Whether its name is that of a compressed file. */
  readonly isPacked: boolean;
}

const PACKED = /\.(?:gz|z|Z|bz2|xz|lzma|lz|lz4|zst|zstd)$/;
/** A day, an hour or a time, seconds since 1970: written as one number or with dashes. */
const DAY =
  /^(.+?)[-.]((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T_-]?(\d\d)(?:[:-]?(\d\d)(?:[:-]?(\d\d))?)?)?(?:-?(\d{9,10}))?$/;
const SECONDS = /^(.+?)[-.](\d{9,10})$/;
/** What has this form is no number: nobody keeps so many. */
const YEAR_OR_MONTH = /^(.+?)[-.]((?:19|20)\d\d)-?(\d\d)?$/;
const NUMBER = /^(.+?)\.(\d{1,5})$/;

/**
 * Reads the name of a file as that of a rotated log: `wtmp`, `wtmp.1`, `wtmp-20260101`,
 * `wtmp-2026-01-01`, `wtmp-2026010113`, `wtmp-20260101-1767225600`, `wtmp-1767225600`,
 * `utx.log.20260101T120000`, each of them also compressed, as `wtmp.2.gz`.
 */
export function rotationOf(name: string): Rotation {
  const plain = plainNameOf(name);
  const isPacked = plain !== name;
  const found = dated(plain) ?? numbered(plain);
  return { ...(found ?? { log: plain, scheme: "current", rank: 0 }), isPacked };
}

/** The name of a file before it was compressed. */
export function plainNameOf(name: string): string {
  return name.replace(PACKED, "");
}

/** `wtmpdb rotate`: the day up to which rows were taken out of the database. */
const BY_WTMPDB = /^(.+)_(\d{8})(\.[^.]+)$/;

/**
 * The database that a file belongs to, by its name: one that the database was rotated to, or what
 * SQLite keeps beside it.
 */
export function databaseOf(name: string): string {
  return rotationOf(logrotateName(name.replace(/-(?:wal|shm|journal)$/, ""))).log;
}

/** `wtmp.db-20260921` for `wtmp_20260921.db`, which wtmpdb names so; other names as they are. */
export function logrotateName(name: string): string {
  const plain = plainNameOf(name);
  return plain.replace(BY_WTMPDB, "$1$3-$2") + name.slice(plain.length);
}

type Place = Omit<Rotation, "isPacked">;

function dated(name: string): Place | null {
  const day = DAY.exec(name);
  if (day !== null) {
    const [, log = "", year, month, date, hour, minute, second, instant] = day;
    const time = timeOf(year, month, date, hour, minute, second);
    if (time !== null) {
      return { log, scheme: "date", rank: instant === undefined ? time : Number(instant) };
    }
  }
  const [, secondsLog = "", seconds] = SECONDS.exec(name) ?? [];
  if (seconds !== undefined) return { log: secondsLog, scheme: "date", rank: Number(seconds) };
  const [, log = "", year, month] = YEAR_OR_MONTH.exec(name) ?? [];
  const time = year === undefined ? null : timeOf(year, month);
  return time === null ? null : { log, scheme: "date", rank: time };
}

/** In seconds since 1970; `null` if there is no such time. */
function timeOf(
  year = "",
  month = "01",
  date = "01",
  hour = "00",
  minute = "00",
  second = "00",
): number | null {
  const time = Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? null : time / 1000;
}

function numbered(name: string): Place | null {
  const [, log = "", number] = NUMBER.exec(name) ?? [];
  return number === undefined ? null : { log, scheme: "number", rank: 0 - Number(number) };
}
