import { decodeText } from "../text.ts";
import { visible, type ByteText } from "./byte-text.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  type Format,
  FORMAT_OPTIONS,
  formatOf,
  formats,
  loginsOptions,
  zoneValue,
} from "./common-options.ts";
import type { Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { userNames, whoSource } from "./who-entries.ts";

const command: Command = defineCommand({
  name: "users",
  summary: "Shows the names of those who are logged in, as users(1) does",
  operands: "[FILE]",
  maxOperands: 1,
  options: { ...loginsOptions("utmp"), ...FORMAT_OPTIONS },
  run(values, [path], output) {
    const format = formatOf(values);
    // Names have no times: a zone that is wrong is wrong all the same.
    zoneValue(values);
    const source = whoSource(values, path);
    // A character is a byte: this is the order of strcmp(3).
    const names = userNames(source).sort();
    if (format !== null) printNames(names, format, output);
    else if (names.length > 0) output.write(`${visible(names.join(" "), true)}\n`);
    return complainOf(source.view.problems, output);
  },
});

export default command;

function printNames(names: readonly ByteText[], format: Format, output: Output): void {
  const users = names.map((name) => decodeText(Buffer.from(name, "latin1"), 0, name.length));
  const printer = new (formats().RecordPrinter)(format, output, null, ["user"]);
  for (const { text, hex } of users) {
    // In JSON a name is all there is: it has no bytes beside it.
    printer.print(format === "csv" ? { user: text, userBytes: hex } : text);
  }
  printer.end();
}
