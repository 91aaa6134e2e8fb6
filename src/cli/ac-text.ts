import { localDate, monthDay } from "../local-time.ts";
import type { ConnectTimes } from "../sessions/connect-time-events.ts";
import type { Zone } from "../zone.ts";
import { byteText, fit, visible } from "./byte-text.ts";

/** What of the times is shown: options of ac(8). */
export interface AcShown {
  readonly daily: boolean;
  readonly individual: boolean;
  readonly year: boolean;
  readonly zeros: boolean;
}

/** The time of a user, or of all of them. */
interface AcRow {
  /** `null` for the total of all. */
  readonly user: string | null;
  readonly userBytes?: string;
  readonly seconds: number;
}

/** The rows to show, the total last. */
export function acRows({ users }: ConnectTimes, shown: AcShown): AcRow[] {
  const { individual, daily, zeros } = shown;
  const seconds = users.reduce((sum, user) => sum + user.seconds, 0);
  const single = users.map(({ user, userBytes, seconds }) => {
    return { user, ...(userBytes !== undefined && { userBytes }), seconds };
  });
  const rows: AcRow[] = individual ? single.filter((row) => row.seconds !== 0 || zeros) : [];
  return daily && seconds === 0 && !zeros ? rows : [...rows, { user: null, seconds }];
}

/** The day that the times are of, as `2026-11-20`. */
export function dayOf(times: ConnectTimes, zone: Zone): string | null {
  return localDate(zone, within(times));
}

/** A time of the day: ten seconds before midnight it is still the day that is over. */
function within({ until, isOver }: ConnectTimes): number {
  return isOver ? until - 10 : until;
}

const NAME_WIDTH = 32;

/** The lines of GNU's ac(8). */
export function acLines(times: ConnectTimes, shown: AcShown, zone: Zone): string[] {
  const indent = shown.year ? "\t\t" : "\t";
  return acRows(times, shown).map(({ user, userBytes, seconds }) => {
    if (user !== null) {
      const name = visible(fit(byteText(user, userBytes), NAME_WIDTH), true);
      return `${indent}${name} ${hours(seconds).padStart(8)}`;
    }
    const label = shown.daily ? `${labelOf(times, shown, zone)}\t` : indent;
    return `${label}total ${hours(seconds).padStart(11)}`;
  });
}

function labelOf(times: ConnectTimes, { year }: AcShown, zone: Zone): string {
  if (!times.isOver) return year ? "Today\t" : "Today";
  const day = monthDay(zone, within(times)) ?? "";
  return year ? `${day} ${dayOf(times, zone)?.slice(0, "2026".length) ?? ""}` : day;
}

/** Hours as `%.2f` of printf(3), which rounds what is just between two hundredths to the even one. */
export function hours(seconds: number): string {
  const isTie = seconds % 900 === 450;
  const hundredths = Math.floor(seconds / 36);
  return isTie ? ((hundredths + (hundredths % 2)) / 100).toFixed(2) : (seconds / 3600).toFixed(2);
}
