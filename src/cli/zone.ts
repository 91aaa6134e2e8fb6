import { UsageError } from "./usage-error.ts";

/** No zone changes its offset twice within this. */
const SPAN_MS = 15 * 60_000;
/** Times of damaged records can be anywhere. */
const MAX_OFFSETS = 10_000;
const MAX_DATE_MS = 8.64e15;

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
    const date = new Date(utc);
    const offset = this.#offset(date);
    // The last hours that a Date can hold in UTC it can't hold in other zones.
    if (Math.abs(date.getTime() + offset * 60_000) > MAX_DATE_MS) return utc;
    const fraction = /\.(\d+)Z$/.exec(utc)?.[1] ?? "";
    const minutes = Math.abs(offset);
    const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
    const zone = `${offset < 0 ? "-" : "+"}${hours}:${String(minutes % 60).padStart(2, "0")}`;
    return `${local(date, offset)}.${fraction.padEnd(6, "0")}${zone}`;
  }

  /** Local time for a person: `2026-11-20 13:00`. */
  short(date: Date): string {
    const offset = this.#offset(date);
    const isHeld = Math.abs(date.getTime() + offset * 60_000) <= MAX_DATE_MS;
    return local(date, isHeld ? offset : 0)
      .slice(0, -3)
      .replace("T", " ");
  }

  /** Minutes by which local time is ahead of UTC. */
  #offset(date: Date): number {
    const span = Math.floor(date.getTime() / SPAN_MS);
    const [from, to] = [this.#offsetAt(span), this.#offsetAt(span + 1)];
    return from === to ? from : this.#read(date);
  }

  #offsetAt(span: number): number {
    const known = this.#offsets.get(span);
    if (known !== undefined) return known;
    const ms = Math.max(-MAX_DATE_MS, Math.min(MAX_DATE_MS, span * SPAN_MS));
    const offset = this.#read(new Date(ms));
    if (this.#offsets.size === MAX_OFFSETS) this.#offsets.clear();
    this.#offsets.set(span, offset);
    return offset;
  }

  #read(date: Date): number {
    const parts = this.#format.formatToParts(date);
    const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
    const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  }
}

function local(date: Date, offset: number): string {
  return new Date(date.getTime() + offset * 60_000).toISOString().replace(/\.\d+Z$/, "");
}

function unknownZone(name: string): UsageError {
  return new UsageError(`Unknown time zone "${name}": an IANA name is wanted, as Europe/Berlin`);
}
