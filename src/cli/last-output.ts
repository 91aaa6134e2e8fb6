import { basename } from "node:path";
import { secondsOf } from "../sessions/last-pairer.ts";
import { byteText, visible } from "./byte-text.ts";
import { formats, type Format } from "./common-options.ts";
import type { HostTexts } from "./last-host.ts";
import { LastLineWriter, type LastStyle, type ShownLine } from "./last-line.ts";
import { timeText } from "./last-time.ts";
import type { Zone } from "../zone.ts";
import type { Output } from "./output.ts";

/** Where what is shown of files goes. */
export interface LastOutput {
  print(line: ShownLine, hosts: HostTexts): void;
  /** Behind a file: in microseconds since 1970, its first record's time. */
  endFile(path: string, begin: number): void;
  /** Behind all files, if any could be read. */
  end(): void;
  /** Writes what was printed so far. */
  flush(): void;
}

/** The text of last(1). */
export function textOutput(output: Output, style: LastStyle): LastOutput {
  const { times, zone, isUtf8 } = style;
  const writer = new LastLineWriter(output, style);
  return {
    print(line, hosts) {
      writer.write(line, hosts);
    },
    endFile(path, begin) {
      if (times === "notime") return;
      const name = byteText(basename(path));
      const text = `${name} begins ${timeText(secondsOf(begin), times, zone)}`;
      output.write(`\n${visible(text, isUtf8)}\n`);
    },
    end() {},
    flush: () => output.flush(),
  };
}

/** A record of each line, for programs. */
export function recordOutput(output: Output, format: Format, zone: Zone | null): LastOutput {
  const { LAST_COLUMNS, lastRecord } = records();
  const printer = new (formats().RecordPrinter)(format, output, zone, LAST_COLUMNS);
  return {
    print(line, hosts) {
      printer.print(lastRecord(line, hosts.nameOf(line.entry)));
    },
    endFile() {},
    end() {
      printer.end();
    },
    flush: () => output.flush(),
  };
}

/** Loaded where a format is asked for. */
function records(): typeof import("./last-record.ts") {
  return require("./last-record.ts");
}
