import { expect, spyOn, test } from "bun:test";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { UtmpReader } from "../../src/reader.ts";
import type { LoginMember } from "../../src/views/member-set.ts";
import { RecordMember } from "../../src/views/record-member.ts";
import { StartTimes } from "../../src/views/start-times.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

function memberOf(path: string): LoginMember {
  const kind = {
    record: "utmp",
    database: "wtmp",
    structOf: ({ layout }: { layout: LayoutOf }) => layout,
    ask: () => {
      throw new Error("libc is not asked for a file");
    },
    readerOf: ({ layout, endian }: Ordered) => new UtmpReader(layout, endian),
  } as const;
  const file = { path, isNamed: true, error: null };
  return new RecordMember(kind, { layout: "linux-glibc-384-le" }, file);
}

type LayoutOf = ConstructorParameters<typeof UtmpReader>[0];
type Ordered = { layout: LayoutOf; endian: ConstructorParameters<typeof UtmpReader>[1] };

function packed(seconds: number): Uint8Array<ArrayBuffer> {
  return Bun.gzipSync(recordBytes([{ type: "BOOT_TIME", line: "~", user: "reboot", seconds }]));
}

test("a file is opened once to see when it begins, and again when it was written", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("wtmp.1.gz");
  writeFileSync(path, packed(1.7e9));
  const member = memberOf(path);
  const opened = spyOn(member, "open");
  const starts = new StartTimes();
  expect([starts.of(member), starts.of(member)]).toEqual([1.7e15, 1.7e15]);
  expect(opened).toHaveBeenCalledTimes(1);
  writeFileSync(path, packed(1.6e9));
  utimesSync(path, 2e9, 2e9);
  expect([starts.of(member), starts.of(member)]).toEqual([1.6e15, 1.6e15]);
  expect(opened).toHaveBeenCalledTimes(2);
  const { mtimeMs } = statSync(path);
  writeFileSync(path, packed(1.5e9).subarray(0, 9));
  utimesSync(path, mtimeMs / 1000, mtimeMs / 1000);
  expect(starts.of(member)).toBe(Number.NEGATIVE_INFINITY);
  expect(member.error?.message).toContain("unpack");
});

test("a file without records begins at no time, whenever it was written", () => {
  using directory = new TemporaryDirectory();
  const free = recordBytes([{}]);
  const contents = {
    empty: new Uint8Array(),
    "empty.gz": Bun.gzipSync(new Uint8Array()),
    "torn.gz": Bun.gzipSync(free.subarray(1)),
  };
  for (const [name, bytes] of Object.entries(contents)) {
    const path = directory.at(name);
    writeFileSync(path, bytes);
    const member = memberOf(path);
    expect([name, new StartTimes().of(member), member.error]).toEqual([name, null, null]);
  }
  const path = directory.at("unset");
  writeFileSync(path, recordBytes([{ type: "BOOT_TIME", line: "~", seconds: 5 }]));
  utimesSync(path, 2e9, 2e9);
  expect(new StartTimes().of(memberOf(path))).toBe(2e15);
});
