import { closeSync, openSync, readFileSync } from "node:fs";
import { Output } from "../../src/cli/output.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** What is written to a file. */
export function written(write: (output: Output) => void): string {
  using directory = new TemporaryDirectory();
  const path = directory.at("out");
  const fd = openSync(path, "w");
  const output = new Output(() => fd, path);
  write(output);
  output.flush();
  closeSync(fd);
  return readFileSync(path, "utf8");
}
