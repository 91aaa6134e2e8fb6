import { ConnectTime } from "../sessions/connect-time.ts";
import { NegativeTimeError, type ConnectTimes } from "../sessions/connect-time-events.ts";
import type { Zone } from "../zone.ts";
import { countFiles } from "./ac-files.ts";
import { nameLines } from "./ac-log.ts";
import { AC_OPTIONS, countingOf, shownOf } from "./ac-options.ts";
import { AcPrinter } from "./ac-printer.ts";
import { acLines, acRows, dayOf, type AcShown } from "./ac-text.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  type Format,
  FORMAT_OPTIONS,
  formatOf,
  formats,
  loginsOptions,
  loginsPlace,
} from "./common-options.ts";
import { pathValue } from "./filter-options.ts";
import { complain, type Output } from "./output.ts";
import { zoneOf } from "./zone.ts";

const COLUMNS = ["user", "seconds", "day"];

const command: Command = defineCommand({
  name: "ac",
  summary: "Shows how many hours users were logged in, as ac(8) does",
  operands: "[USER]...",
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    ...AC_OPTIONS,
    ...loginsOptions("wtmp"),
    ...FORMAT_OPTIONS,
  },
  run(values, names, output) {
    const format = formatOf(values);
    const zone = zoneOf(values.tz);
    const { path: files = [undefined] } = pathValue(values.file ?? []);
    const options = countingOf(values, names, zone);
    const where = loginsPlace(values, "wtmp");
    const shown = shownOf(values);
    const times = format === null ? textPrinter : recordPrinter(format);
    const { print, end } = times(output, shown, zone);
    // What is read by programs must not have lines of another kind among it.
    const say = format === null ? (line: string) => output.write(`${line}\n`) : complain;
    const said = { problems: values.complain === true, debug: values.debug === true };
    const printer = new AcPrinter(said, zone, print, say);
    const time = new ConnectTime(options, printer);
    if (said.debug) nameLines(names).forEach(say);
    try {
      const code = countFiles(files, where, time, printer, output);
      // In another system's tree it is not now, but when its last record was written.
      time.end(
        values.root === undefined ? Math.floor(Date.now() / 1000) : Number.NEGATIVE_INFINITY,
      );
      end();
      return Math.max(code, complainOfUncounted(time.uncounted));
    } catch (error) {
      if (!(error instanceof NegativeTimeError)) throw error;
      printer.negative(error);
      end();
      complain(`utmpx: ${error.message}`);
      return 1;
    }
  },
});

export default command;

/** Where times go. */
interface TimesPrinter {
  readonly print: (times: ConnectTimes) => void;
  readonly end: () => void;
}

function textPrinter(output: Output, shown: AcShown, zone: Zone): TimesPrinter {
  return {
    print(times) {
      for (const line of acLines(times, shown, zone)) output.write(`${line}\n`);
    },
    end() {},
  };
}

function recordPrinter(format: Format) {
  return (output: Output, shown: AcShown, zone: Zone): TimesPrinter => {
    const printer = new (formats().RecordPrinter)(format, output, null, COLUMNS);
    return {
      print(times) {
        const day = shown.daily ? dayOf(times, zone) : null;
        for (const row of acRows(times, shown)) printer.print({ ...row, day });
      },
      end: () => printer.end(),
    };
  };
}

function complainOfUncounted(records: number): number {
  if (records === 0) return 0;
  complain(`utmpx: Cannot count ${records} records: their times are no times of a calendar`);
  return 1;
}
