import { localShortTime } from "../local-time.ts";
import { printableText } from "../printable.ts";
import type { SourceName } from "../source.ts";
import type { SourceStatus } from "../views/source-status.ts";
import { sources } from "../views/sources.ts";
import type { Zone } from "../zone.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  FORMAT_OPTIONS,
  formatOf,
  formats,
  LAYOUT_OPTION,
  layoutValue,
  ROOT_OPTION,
  rootValue,
  zoneValue,
} from "./common-options.ts";
import { complainOfDamage, judgeSources } from "./source-exit.ts";
import { localZone } from "./zone.ts";

const COLUMNS = [
  "store",
  "path",
  "status",
  "layout",
  "records",
  "oldest",
  "newest",
  "trailingBytes",
  "writer",
  "limits",
  "advice",
  "used",
  "source",
  "problems",
] as const satisfies readonly (keyof SourceStatus)[];

const command: Command = defineCommand({
  name: "sources",
  summary: "Shows where a system keeps its logins, what is there and what it can't tell",
  operands: "",
  maxOperands: 0,
  options: { ...ROOT_OPTION, ...LAYOUT_OPTION, ...FORMAT_OPTIONS },
  run(values, _operands, output) {
    const format = formatOf(values);
    const zone = zoneValue(values);
    const statuses = sources({ ...rootValue(values), ...layoutValue(values) });
    if (format === null) {
      const shown = zone ?? localZone();
      output.write(statuses.map((status) => describe(status, shown)).join("\n"));
    } else {
      const printer = new (formats().RecordPrinter)(format, output, zone, COLUMNS);
      for (const status of statuses) printer.print(status);
      printer.end();
    }
    complainOfDamage(statuses);
    return judgeSources(statuses);
  },
});

export default command;

/** How a store is read, in words. */
const READ: Readonly<Record<SourceName, string>> = {
  libc: "through libc",
  file: "from the file",
  utmps: "from the socket of utmps",
  logind: "from the login manager's sessions",
  wtmpdb: "from the database",
  wtmpdbd: "from the socket of wtmpdbd",
  lastlog2: "from the database",
};

function describe(status: SourceStatus, zone: Zone): string {
  const { store, path, layout, records, oldest, newest, advice } = status;
  const time = (iso: string): string => localShortTime(zone, new Date(iso));
  const span =
    oldest === null || newest === null
      ? ""
      : `, ${time(oldest)} to ${time(newest)} ${printableText(zone.name)}`;
  const rows: [string, string | null][] = [
    ["path", path === null ? null : printableText(path)],
    ["records", records === null ? null : `${records}${span}`],
    ["layout", layout],
    ["read", status.source === null ? null : READ[status.source]],
    ["writers", status.writer],
    ["limits", status.limits],
    ["advice", advice === null ? null : printableText(advice)],
  ];
  const lines = rows.flatMap(([name, text]) =>
    text === null ? [] : [`  ${name.padEnd(8)} ${text}\n`],
  );
  return `${store}: ${status.status}\n${lines.join("")}`;
}
