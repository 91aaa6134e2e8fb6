import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const RECORDS = recordBytes([{ type: "BOOT_TIME", user: "reboot", line: "~", seconds: 1.7e9 }]);
const SCRIPT = `
  import { Wtmp } from "./src/views/wtmp.ts";
  const view = new Wtmp({ path: Bun.argv.at(-1), layout: "linux-glibc-384-le" });
  console.log([...view].length, view.isOnce);
`;

function readBy(path: string, stdin: Uint8Array | Bun.BunFile): string {
  const command = [process.execPath, "-e", SCRIPT, path];
  const { stdout, stderr } = Bun.spawnSync(command, { stdin });
  return String(stdout).trim() + String(stderr);
}

test("what is read tells whether it can be read only once, wherever it stands", () => {
  using directory = new TemporaryDirectory();
  writeFileSync(directory.at("wtmp"), RECORDS);
  expect(readBy(directory.at("wtmp"), new Uint8Array(0))).toBe("1 false");
  expect(readBy("/dev/stdin", RECORDS)).toBe("1 true");
  expect(readBy("/dev/stdin", Bun.file(directory.at("wtmp")))).toBe("1 true");
});
