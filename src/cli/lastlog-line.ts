import type { Zone } from "../zone.ts";
import { byteText, fit, visible, type ByteText } from "./byte-text.ts";
import type { LastlogEntry } from "../lastlog-entry.ts";
import { lastlogTime } from "../local-time.ts";

/** An IPv6 address of a link, with the name of its interface. */
const HOST_WIDTH = 25 + 1 + 16;

/** The heading of lastlog(8). Debian's 4.13 has one blank more before the last word. */
export const LASTLOG_HEADING: string = row("Username", "Port", "From", "Latest");

/** A line of lastlog(8), made safe to show. */
export function lastlogLine(user: ByteText, entry: LastlogEntry | null, zone: Zone): string {
  const line = entry === null ? "" : byteText(entry.line, entry.lineBytes);
  const host = entry === null ? "" : byteText(entry.host, entry.hostBytes);
  return visible(row(user, fit(line, 8), host, latest(entry, zone)), true);
}

function row(user: ByteText, line: ByteText, host: ByteText, time: string): ByteText {
  return `${user.padEnd(16)} ${line.padEnd(8)} ${host.padEnd(HOST_WIDTH)}${time}`;
}

function latest(entry: LastlogEntry | null, zone: Zone): string {
  if (entry === null || entry.time === null) return "**Never logged in**";
  return lastlogTime(zone, Math.floor(entry.time.getTime() / 1000)) ?? "(unknown)";
}
