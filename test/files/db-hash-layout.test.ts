import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { netbsdLastlogx424, netbsdLastlogx428, netbsdLastlogx432 } from "../../platforms/netbsd.ts";
import { encodeLastlog } from "../../src/encode.ts";
import { RecordFormatError } from "../../src/errors.ts";
import { detect } from "../../src/files/detect.ts";
import type { Endian, LastlogLayout } from "../../src/layout.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { damaged, dbHashFile } from "../db-hash-file.ts";
import { TemporaryDirectory } from "../temporary.ts";

const BYTE_ORDER = 8;

function hashOf(layout: LastlogLayout, endian: Endian, pageSize: number): Uint8Array {
  const line = new TextEncoder().encode("pts/1");
  const value = encodeLastlog(layout, endian, { seconds: 1_700_000_000, line });
  return dbHashFile([[7, value]], { endian, pageSize });
}

describe("the layout of a hash of last logins", () => {
  test.each([
    [netbsdLastlogx432, "little", "netbsd-lastlogx-432-le"],
    [netbsdLastlogx432, "big", "netbsd-lastlogx-432-be"],
    [netbsdLastlogx428, "little", "netbsd-lastlogx-428-i386"],
    [netbsdLastlogx424, "little", "netbsd-lastlogx-424-le"],
    [netbsdLastlogx424, "big", "netbsd-lastlogx-424-be"],
  ] as const)("is that of its values, in pages of any size: $2", (layout, endian, name) => {
    using directory = new TemporaryDirectory();
    for (const pageSize of [512, 4096, 32_768]) {
      const hash = hashOf(layout, endian, pageSize);
      writeFileSync(directory.at("lastlogx"), hash);
      expect(detect(hash)).toMatchObject({ layout: name, endian });
      const view = new Lastlog(directory.at("lastlogx"));
      expect([...view]).toMatchObject([{ uid: 7, line: "pts/1", micros: 1_700_000_000e6 }]);
      expect(view.layout).toBe(name);
    }
  });

  test("is not told where the header is damaged", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("lastlogx");
    const hash = damaged(hashOf(netbsdLastlogx432, "little", 4096), [BYTE_ORDER, 99, 4]);
    writeFileSync(path, hash);
    expect(detect(hash)).toEqual({ looksLike: "a damaged Berkeley DB hash" });
    const message = `Cannot decode "${path}": it looks like a damaged Berkeley DB hash, and records of last logins are wanted`;
    expect(() => [...new Lastlog(path)]).toThrow(new RecordFormatError(message));
  });
});
