// Runs `utmpx dump` many times in one process: starting one for each takes most of the time.
// Standard input has the arguments of all runs in JSON, standard output gets their exit codes, and
// a NUL ends what each says on standard error.

import { readFileSync, writeSync } from "node:fs";
import command from "../../src/cli/dump.ts";
import { Output } from "../../src/cli/output.ts";

const runs: readonly string[][] = JSON.parse(readFileSync(0, "utf8"));
const codes = runs.map((args) => {
  const output = new Output(() => 2, "standard error");
  const code = command.run(args, output);
  output.flush();
  writeSync(2, "\0");
  return code;
});
writeSync(1, JSON.stringify(codes));
