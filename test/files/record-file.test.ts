import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { StoreError } from "../../src/errors.ts";
import { RecordFile } from "../../src/files/record-file.ts";
import { TemporaryDirectory } from "../temporary.ts";

describe("RecordFile", () => {
  test("refuses what lies out of the tree, however it came there", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("root"));
    writeFileSync(directory.at("outside"), "");
    writeFileSync(directory.at("root/inside"), "");
    using inside = new RecordFile(directory.at("root/inside"), false, directory.at("root"));
    expect(inside.size).toBe(0);
    const path = directory.at("outside");
    const message = `Cannot read "${path}": it leads out of "${directory.at("root")}"`;
    expect(() => new RecordFile(path, false, directory.at("root"))).toThrow(
      new StoreError(message),
    );
  });

  test("reads nothing when it is closed: its descriptor may be another file's", () => {
    const file = new RecordFile("/etc/passwd", false);
    file[Symbol.dispose]();
    const message = 'Cannot read "/etc/passwd": the file is closed';
    expect(() => file.read(new Uint8Array(1), 0)).toThrow(new StoreError(message));
  });

  test("reads standard input from where it is", () => {
    const script = `
      import { RecordFile } from ${JSON.stringify(import.meta.resolve("../../src/files/record-file.ts"))};
      const into = new Uint8Array(8);
      const file = new RecordFile("/dev/stdin", true);
      console.log(file.size, new TextDecoder().decode(into.subarray(0, file.read(into, 0))));`;
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("file"), "0123456789");
    const command = 'head -c 4 >/dev/null; exec "$1" -e "$2"';
    const dd = command.replace("head -c 4", "dd bs=4 count=1 2>/dev/null");
    const child = Bun.spawnSync([
      "sh",
      "-c",
      `(${dd}) < "$3"`,
      "sh",
      process.execPath,
      script,
      directory.at("file"),
    ]);
    expect(child.stdout.toString()).toBe("null 456789\n");
  });
});
