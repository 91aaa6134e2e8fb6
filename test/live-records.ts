import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { linuxGlibc } from "../platforms/linux-glibc.ts";
import { runLive } from "./live-system.ts";
import { recordBytes, type TestRecord } from "./records.ts";
import { TemporaryDirectory } from "./temporary.ts";

const INDEX = Bun.fileURLToPath(new URL("../src/index.ts", import.meta.url));

/** Runs a program where these are the live records. */
export function run(records: readonly TestRecord[], script: string): string {
  using directory = new TemporaryDirectory();
  for (const name of ["run/utmp", "var/log/wtmp"]) {
    mkdirSync(dirname(directory.at(name)), { recursive: true });
    writeFileSync(directory.at(name), recordBytes(records, linuxGlibc.files.utmp));
  }
  const program = `import * as api from ${JSON.stringify(INDEX)};\n${script}`;
  return runLive(directory.path, [process.execPath, "-e", program]);
}

export const now: number = Math.floor(Date.now() / 1000);
export const boot: TestRecord = {
  type: "BOOT_TIME",
  id: "~~",
  line: "~",
  user: "reboot",
  host: "6.1.0",
  seconds: now - 1,
};
export const session = (user: string, line: string, more: TestRecord = {}): TestRecord => {
  return {
    type: "USER_PROCESS",
    pid: process.pid,
    id: line.slice(-4),
    user,
    line,
    seconds: now,
    ...more,
  };
};
