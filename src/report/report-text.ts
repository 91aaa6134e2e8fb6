import { localShortTime } from "../local-time.ts";
import { printableField, printableText } from "../printable.ts";
import { durationText } from "../sessions/duration-text.ts";
import type { Session } from "../sessions/session.ts";
import type { SourceStatus, StoreName } from "../views/source-status.ts";
import type { Zone } from "../zone.ts";
import { cutColumn, padColumn } from "./columns.ts";
import type { FailureSource } from "./failure-sources.ts";
import type { Report } from "./report.ts";

const WIDTH = 80;
const HOST_WIDTH = 40;
const ZONE_WIDTH = 21;
const OPEN_SHOWN = 10;

/**
 * A report for a person at a terminal of 80 columns. Nothing from a record reaches it unescaped.
 *
 * @param zone in which times are shown
 * @param heading what to make of a heading
 */
export function reportText(
  report: Report,
  zone: Zone,
  heading: (text: string) => string = (text) => text,
): string {
  const { host, asOf } = report;
  const moment = asOf === null ? "no records" : `${localShortTime(zone, asOf)} ${zoneName(zone)}`;
  const present = report.open.filter(({ end }) => end !== "gone");
  const failedTitle = `Failed logins${sinceText(report, zone)}`;
  const sections: [string, string[]][] = [
    [`Logged in (${present.length})`, openLines(report.open, zone)],
    [
      `Last sessions${unmatchedText(report)}`,
      report.sessions.toReversed().map((session) => sessionLine(session, zone)),
    ],
    [failedTitle, report.failed.map((failure) => failureLine(failure, zone))],
    ["Boots", report.boots.toReversed().map((boot) => bootLine(boot, zone))],
    ["Sources", shownSources(report.sources).map(sourceLine)],
  ];
  const answers = [PRESENT, HISTORY, ["btmp"], HISTORY, []];
  const blocks = sections.map(([title, lines], i) => {
    const reason = reasonOf(report.sources.filter(({ store }) => answers[i]?.includes(store)));
    const shown = lines.length === 0 ? [`  ${reason}`] : lines;
    return `${heading(title)}\n${shown.map((line) => `${cut(line)}\n`).join("")}`;
  });
  const named = cut(printableText(host ?? "unnamed host"), HOST_WIDTH);
  return `${heading(named)}, ${moment}\n\n${blocks.join("\n")}`;
}

/** `TZ` can be as long as one likes. */
function zoneName({ name }: Zone): string {
  return cut(printableText(name), ZONE_WIDTH);
}

function sinceText({ failedSince, failedCount, failedCut }: Report, zone: Zone): string {
  if (failedSince === null) return "";
  const cutText = failedCut ? ", only the newest are counted" : "";
  return ` since ${localShortTime(zone, failedSince).slice(0, 10)} (${failedCount}${cutText})`;
}

function unmatchedText({ unmatchedLogouts }: Report): string {
  return unmatchedLogouts === 0 ? "" : ` (logouts without a login: ${unmatchedLogouts})`;
}

/** Stores that answer the same question, of which one is used. */
const PRESENT: readonly StoreName[] = ["utmp", "logind"];
const HISTORY: readonly StoreName[] = ["wtmp", "wtmpdb"];
const LAST_LOGINS: readonly StoreName[] = ["lastlog", "lastlog2"];

/** Why a list is empty. */
function reasonOf(sources: readonly SourceStatus[]): string {
  const used = sources.find((source) => source.used);
  if (used?.status === "empty") return `none on record: ${printableText(used.advice ?? "")}`;
  if (sources.length === 0 || used !== undefined) return "none on record";
  const there = sources.filter(({ status }) => status !== "absent");
  const shown = there.length > 0 ? there : sources;
  return `not known: ${shown.map(({ store, status }) => `${store} is ${status}`).join(", ")}`;
}

/** A store that is not there is of interest where nothing answers in its place. */
function shownSources(sources: readonly SourceStatus[]): readonly SourceStatus[] {
  return [PRESENT, HISTORY, ["btmp"], LAST_LOGINS].flatMap((stores) => {
    const known = sources.filter(({ store }) => stores.includes(store));
    const there = known.filter(({ status }) => status !== "absent");
    return there.length > 0 ? there : known.slice(0, 1);
  });
}

function openLines(open: readonly Session[], zone: Zone): string[] {
  const lines = open.slice(-OPEN_SHOWN).map((session) => {
    const gone = session.end === "gone" ? "(gone) " : "";
    return `  ${name(session)}  ${login(session, zone)}  ${gone}${origin(session)}`;
  });
  const more = open.length - OPEN_SHOWN;
  return more > 0 ? [...lines, `  and ${more} more`] : lines;
}

function sessionLine(session: Session, zone: Zone): string {
  const length =
    session.end === "logout" ? duration(session) : `${duration(session)} ${session.end}`;
  return `  ${name(session)}  ${login(session, zone)}  ${padColumn(length.trim(), 16)}  ${origin(session)}`;
}

function bootLine(boot: Session, zone: Zone): string {
  const until = boot.logout === null ? "" : ` to ${localShortTime(zone, boot.logout)}`;
  return `  ${login(boot, zone)}${padColumn(until, 20)}  ${padColumn(boot.end, 8)}  ${printableField(boot.host, boot.hostBytes)}`;
}

function failureLine(failure: FailureSource, zone: Zone): string {
  const { key, keyBytes, count, last, names, namesBytes, users } = failure;
  const more = users > names.length ? `, ${users - names.length} more` : "";
  const moment = last === null ? padColumn("", 16) : localShortTime(zone, new Date(last));
  const source = padColumn(cut(printableField(key, keyBytes), 39), 24);
  const shown = names.map((name, i) => printableField(name, namesBytes?.[i] ?? undefined));
  return `  ${String(count).padStart(7)}  ${source}  ${moment}  ${shown.join(", ")}${more}`;
}

function sourceLine({ store, status, advice, limits }: SourceStatus): string {
  return `  ${padColumn(store, 8)} ${padColumn(status, 10)}  ${advice === null ? limits : printableText(advice)}`;
}

function name({ user, userBytes, line, lineBytes }: Session): string {
  return `${padColumn(cut(printableField(user, userBytes), 16), 12)}  ${padColumn(cut(printableField(line, lineBytes), 12), 8)}`;
}

function login({ login }: Session, zone: Zone): string {
  return login === null ? padColumn("", 16) : localShortTime(zone, login);
}

function origin({ host, hostBytes, address }: Session): string {
  return host === "" ? (address ?? "") : printableField(host, hostBytes);
}

function duration({ durationSeconds }: Session): string {
  return durationSeconds === null ? "" : durationText(durationSeconds);
}

/** A line that fits: what is longer ends in an ellipsis. */
function cut(line: string, width: number = WIDTH): string {
  return cutColumn(line.trimEnd(), width);
}
