import { UsageError } from "./usage-error.ts";

/** Between two changes of an offset lies at least this, and none is at another minute. */
const OFFSET_GRID_MS = 15 * 60_000;

/** A time zone: local times of instants, with their offset from UTC. */
export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /**
   * @param name an IANA name; without one the zone of this process
   * @throws {@link UsageError} if there is no such zone
   */
  constructor(name?: string) {
    if (name !== undefined && /^[+-]/.test(name)) throw unknownZone(name);
    try {
      this.#format = new Intl.DateTimeFormat("en-US", {
        timeZone: name ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        timeZoneName: "longOffset",
      });
    } catch {
      throw unknownZone(name ?? "");
    }
    this.name = name ?? this.#format.resolvedOptions().timeZone;
  }

  /** ISO 8601 text of an instant, `2026-11-20T13:00:00.000123+01:00`, from the same in UTC. */
  iso(utc: string): string {
    const fraction = /\.(\d+)Z$/.exec(utc)?.[1] ?? "";
    const date = new Date(utc);
    const offset = this.#offset(date);
    const minutes = Math.abs(offset);
    const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
    const zone = `${offset < 0 ? "-" : "+"}${hours}:${String(minutes % 60).padStart(2, "0")}`;
    return `${this.#local(date, offset)}.${fraction.padEnd(6, "0")}${zone}`;
  }

  /** Local time for a person: `2026-11-20 13:00`. */
  short(date: Date): string {
    return this.#local(date, this.#offset(date)).slice(0, -3).replace("T", " ");
  }

  #local(date: Date, offset: number): string {
    return new Date(date.getTime() + offset * 60_000).toISOString().replace(/\.\d+Z$/, "");
  }

  /** Minutes by which local time is ahead of UTC. */
  #offset(date: Date): number {
    const slot = Math.floor(date.getTime() / OFFSET_GRID_MS);
    const known = this.#offsets.get(slot);
    if (known !== undefined) return known;
    const parts = this.#format.formatToParts(date);
    const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
    const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
    const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
    this.#offsets.set(slot, offset);
    return offset;
  }
}

function unknownZone(name: string): UsageError {
  return new UsageError(`Unknown time zone "${name}": an IANA name is wanted, as Europe/Berlin`);
}
