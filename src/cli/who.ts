import { hostPlatform } from "../../platforms/index.ts";
import type { UtmpLayout } from "../layout.ts";
import type { Utmp } from "../views/utmp.ts";
import type { Zone } from "../zone.ts";
import { begun } from "./begun.ts";
import { visible } from "./byte-text.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  entries,
  type Format,
  FORMAT_OPTIONS,
  formatOf,
  loginsOptions,
  zoneValue,
} from "./common-options.ts";
import type { Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { UsageError } from "./usage-error.ts";
import { userNames, whoListed, whoSource, type WhoListed, type WhoSource } from "./who-entries.ts";
import { WhoLineWriter } from "./who-row.ts";
import { selectionOf, WHO_OPTIONS } from "./who-selection.ts";
import { idleSeconds } from "./who-terminal.ts";
import { zoneOf } from "./zone.ts";

const command: Command = defineCommand({
  name: "who",
  summary: "Shows who is logged in, as who(1) does",
  operands: "[FILE | ARG1 ARG2]",
  maxOperands: 2,
  options: { ...WHO_OPTIONS, ...loginsOptions("utmp"), ...FORMAT_OPTIONS },
  run(values, operands, output) {
    const format = formatOf(values);
    if (values.count === true && format !== null) {
      throw new UsageError("Cannot count in records: --count goes without a format");
    }
    // `who am i`, whatever the words are.
    const isOwnOnly = values.own === true || operands.length === 2;
    if (values.root !== undefined && (isOwnOnly || values.lookup === true)) {
      const asked = isOwnOnly ? "this terminal" : "names of hosts";
      throw new UsageError(
        `Cannot tell ${asked} in another system's tree: --root asks nothing of this machine`,
      );
    }
    const zone = zoneOf(values.tz);
    const source = whoSource(values, operands.length === 1 ? operands[0] : undefined);
    const { view } = source;
    const selection = selectionOf(values);
    const now = Math.floor(Date.now() / 1000);
    const withTerminals = format !== null || selection.hasMessages || selection.hasIdle;
    const wanted = { types: selection.types, withTerminals };
    const listed = whoListed(source, wanted, isOwnOnly);
    if (values.count === true) {
      printNames(source, output);
    } else if (format !== null) {
      printRecords(listed, view, { format, zone: zoneValue(values), now }, output);
    } else {
      const hasHeading = values.heading === true;
      const canonicalNameOf = values.lookup === true ? askHosts() : null;
      const writer = new WhoLineWriter(output, { selection, zone, now, canonicalNameOf });
      printText(listed, writer, hasHeading);
    }
    return complainOf(view.problems, output);
  },
});

export default command;

function printNames(source: WhoSource, output: Output): void {
  const names = userNames(source);
  output.write(`${visible(names.join(" "), true)}\n# users=${names.length}\n`);
}

/** How records are given to programs. */
interface RecordStyle {
  readonly format: Format;
  /** That of times; `null` for UTC. */
  readonly zone: Zone | null;
  /** Seconds since 1970. */
  readonly now: number;
}

function printRecords(
  listed: Iterable<WhoListed>,
  view: Utmp,
  { format, zone, now }: RecordStyle,
  output: Output,
): void {
  const layoutOf = (): UtmpLayout | undefined => view.ordered?.layout;
  const besides = ["mesg", "idleSeconds"];
  const printer = entries().entryPrinter(format, output, zone, layoutOf, besides);
  for (const { entry, terminal } of listed) {
    const mesg = terminal?.isWritable ?? null;
    printer.print(entry, { mesg, idleSeconds: idleSeconds(terminal, now) });
  }
  printer.end();
}

function printText(
  listed: Iterable<WhoListed, undefined>,
  writer: WhoLineWriter,
  hasHeading: boolean,
): void {
  const shown = begun(listed);
  if (hasHeading) writer.writeHeading();
  for (const { entry, terminal, bootTime } of shown) writer.write(entry, terminal, bootTime);
}

/** Asks for each host once. */
function askHosts(): (host: string) => string | null {
  const library = hostPlatform().openLibrary();
  const known = new Map<string, string | null>();
  return (host) => {
    const found = known.get(host);
    if (found !== undefined) return found;
    const name = library.canonicalNameOf(host);
    known.set(host, name);
    return name;
  };
}
