import { printableField, printableText } from "../printable.ts";
import type { Session } from "../sessions/session.ts";
import type { SourceStatus } from "../views/sources.ts";
import type { FailureCount } from "./failures.ts";
import type { Report } from "./report.ts";

const WIDTH = 80;
const OPEN_SHOWN = 10;

/** How times are shown. */
export interface TimeText {
  /** Name of the time zone. */
  readonly name: string;
  /** `2026-11-20 13:00`. */
  short(date: Date): string;
}

/**
 * A report for a person at a terminal of 80 columns. Nothing from a record reaches it unescaped.
 *
 * @param heading what to make of a heading
 */
export function reportText(
  report: Report,
  time: TimeText,
  heading: (text: string) => string = (text) => text,
): string {
  const { host, asOf } = report;
  const moment = asOf === null ? "no records" : `${time.short(asOf)} ${time.name}`;
  const present = report.open.filter(({ end }) => end !== "gone");
  const failedTitle = `Failed logins${sinceText(report, time)}`;
  const sections: [string, string[]][] = [
    [`Logged in (${present.length})`, openLines(report.open, time)],
    [
      `Last sessions${unmatchedText(report)}`,
      report.sessions.toReversed().map((session) => sessionLine(session, time)),
    ],
    [failedTitle, report.failed.map((failure) => failureLine(failure, time))],
    ["Boots", report.boots.toReversed().map((boot) => bootLine(boot, time))],
    ["Sources", report.sources.map(sourceLine)],
  ];
  const stores = ["utmp", "wtmp", "btmp", "wtmp"];
  const blocks = sections.map(([title, lines], i) => {
    const reason = reasonOf(report.sources.find(({ store }) => store === stores[i]));
    const shown = lines.length === 0 ? [`  ${reason}`] : lines;
    return `${heading(title)}\n${shown.map((line) => `${cut(line)}\n`).join("")}`;
  });
  const named = cut(printableText(host ?? "unnamed host"), 40);
  return `${heading(named)}, ${moment}\n\n${blocks.join("\n")}`;
}

function sinceText({ failedSince, failedCount, failedCut }: Report, time: TimeText): string {
  if (failedSince === null) return "";
  const cutText = failedCut ? ", only the newest are counted" : "";
  return ` since ${time.short(failedSince).slice(0, 10)} (${failedCount}${cutText})`;
}

function unmatchedText({ unmatchedLogouts }: Report): string {
  return unmatchedLogouts === 0 ? "" : ` (logouts without a login: ${unmatchedLogouts})`;
}

/** Why a list is empty. */
function reasonOf(source: SourceStatus | undefined): string {
  if (source === undefined || source.used) return "none on record";
  return `not known: ${source.store} is ${source.status}`;
}

function openLines(open: readonly Session[], time: TimeText): string[] {
  const lines = open.slice(0, OPEN_SHOWN).map((session) => {
    const gone = session.end === "gone" ? "(gone) " : "";
    return `  ${name(session)}  ${login(session, time)}  ${gone}${origin(session)}`;
  });
  const more = open.length - OPEN_SHOWN;
  return more > 0 ? [...lines, `  and ${more} more`] : lines;
}

function sessionLine(session: Session, time: TimeText): string {
  const length =
    session.end === "logout" ? duration(session) : `${duration(session)} ${session.end}`;
  return `  ${name(session)}  ${login(session, time)}  ${pad(length.trim(), 16)}  ${origin(session)}`;
}

function bootLine(boot: Session, time: TimeText): string {
  const until = boot.logout === null ? "" : ` to ${time.short(boot.logout)}`;
  return `  ${login(boot, time)}${pad(until, 20)}  ${pad(boot.end, 8)}  ${printableField(boot.host, boot.hostBytes)}`;
}

function failureLine({ key, count, last, names, users }: FailureCount, time: TimeText): string {
  const more = users > names.length ? `, ${users - names.length} more` : "";
  const moment = last === null ? pad("", 16) : time.short(new Date(last));
  const source = pad(cut(printableText(key), 39), 24);
  return `  ${String(count).padStart(7)}  ${source}  ${moment}  ${names.map(printableText).join(", ")}${more}`;
}

function sourceLine({ store, status, advice, limits }: SourceStatus): string {
  return `  ${pad(store, 7)}  ${pad(status, 10)}  ${advice === null ? limits : printableText(advice)}`;
}

function name({ user, userBytes, line, lineBytes }: Session): string {
  return `${pad(cut(printableField(user, userBytes), 16), 12)}  ${pad(cut(printableField(line, lineBytes), 12), 8)}`;
}

function login({ login }: Session, time: TimeText): string {
  return login === null ? pad("", 16) : time.short(login);
}

function origin({ host, hostBytes, address }: Session): string {
  return host === "" ? (address ?? "") : printableField(host, hostBytes);
}

function duration({ durationSeconds }: Session): string {
  if (durationSeconds === null) return "";
  const minutes = Math.floor(Math.abs(durationSeconds) / 60);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  const sign = durationSeconds < 0 ? "-" : "";
  const clock = `${String(hours).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  return `${sign}${days > 0 ? `${days}+` : ""}${clock}`;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - Bun.stringWidth(text)));
}

/** A line that fits: what is longer ends in an ellipsis. */
function cut(line: string, width: number = WIDTH): string {
  const text = line.trimEnd();
  if (Bun.stringWidth(text) <= width) return text;
  let fitting = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Bun.stringWidth(fitting + segment) >= width) break;
    fitting += segment;
  }
  return `${fitting}…`;
}
