import { TWO_DIGITS } from "../timestamp.ts";

/** How long something took, for a person: `03:42` is hours and minutes, `1+03:42` a day more. */
export function durationText(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  const sign = seconds < 0 && minutes > 0 ? "-" : "";
  return `${sign}${days > 0 ? `${days}+` : ""}${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes % 60]}`;
}
