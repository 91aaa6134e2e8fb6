import { cc } from "bun:ffi";
import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import {
  linuxGlibc,
  linuxGlibc384,
  linuxGlibc400,
  linuxLastlog292,
  linuxLastlog296,
  linuxTypes,
} from "../../platforms/linux-glibc.ts";
import type { BytesField, IntegerField } from "../../src/layout.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** Members of the structs of <utmpx.h> and <lastlog.h>, by the names of our fields. */
const UTMPX = {
  type: "ut_type",
  pid: "ut_pid",
  line: "ut_line",
  id: "ut_id",
  user: "ut_user",
  host: "ut_host",
  termination: "ut_exit.e_termination",
  exit: "ut_exit.e_exit",
  session: "ut_session",
  seconds: "ut_tv.tv_sec",
  microseconds: "ut_tv.tv_usec",
  address: "ut_addr_v6",
} as const satisfies Record<keyof typeof linuxGlibc384.fields, string>;

const LASTLOG = {
  seconds: "ll_time",
  line: "ll_line",
  host: "ll_host",
} as const satisfies Record<keyof typeof linuxLastlog292.fields, string>;

/** Has the machine's own headers say where a struct's members are, and how large they are. */
function compile(struct: string, members: readonly string[]): number[][] {
  using directory = new TemporaryDirectory();
  const source = directory.at("layout.c");
  const rows = members.map(
    (member) => `offsetof(${struct}, ${member}), sizeof(((${struct} *)0)->${member})`,
  );
  writeFileSync(
    source,
    `#define _GNU_SOURCE
#include <stddef.h>
#include <utmpx.h>
#include <lastlog.h>
static const int table[] = { sizeof(${struct}), 0, ${rows.join(", ")} };
int at(int i) { return table[i]; }
`,
  );
  const library = cc({ source, symbols: { at: { args: ["int"], returns: "int" } } });
  const numbers = [-1, ...members.keys()].map((row) =>
    [2 * row + 2, 2 * row + 3].map((i) => library.symbols.at(i)),
  );
  library.close();
  return numbers;
}

const SIZES = { i16: 2, i32: 4, u32: 4, i64: 8 } as const;

describe("the machine's headers", () => {
  test("struct utmpx is laid out as declared", () => {
    const names = Object.keys(UTMPX) as (keyof typeof UTMPX)[];
    const { size, fields } = linuxGlibc.utmp;
    const declared = names.map((name) => {
      const field = fields[name];
      return [field.offset, "kind" in field ? SIZES[field.kind] : field.length];
    });
    expect(compile("struct utmpx", Object.values(UTMPX))).toEqual([[size, 0], ...declared]);
  });

  test("struct lastlog is laid out as declared", () => {
    const { size, fields } = linuxGlibc.lastlog;
    const declared = [
      [fields.seconds.offset, SIZES[fields.seconds.kind]],
      [fields.line.offset, fields.line.length],
      [fields.host.offset, fields.host.length],
    ];
    expect(compile("struct lastlog", Object.values(LASTLOG))).toEqual([[size, 0], ...declared]);
  });

  test("ut_type has the declared numbers", () => {
    using directory = new TemporaryDirectory();
    const source = directory.at("types.c");
    const words = linuxTypes.join(", ");
    writeFileSync(
      source,
      `#define _GNU_SOURCE\n#include <utmpx.h>\nstatic const int table[] = { ${words} };\nint at(int i) { return table[i]; }\n`,
    );
    const library = cc({ source, symbols: { at: { args: ["int"], returns: "int" } } });
    expect(linuxTypes.map((_, i) => library.symbols.at(i))).toEqual([...linuxTypes.keys()]);
    library.close();
  });
});

describe.each([linuxGlibc384, linuxGlibc400, linuxLastlog292, linuxLastlog296])("$id", (layout) => {
  const fields: readonly (IntegerField | BytesField)[] = Object.values(layout.fields);

  test("fields lie within the record and do not overlap", () => {
    const spans = fields
      .map(
        (field) =>
          [
            field.offset,
            field.offset + ("kind" in field ? SIZES[field.kind] : field.length),
          ] as const,
      )
      .sort(([a], [b]) => a - b);
    const ends = spans.map(([, end]) => end);
    expect(spans.every(([start], i) => start >= (ends[i - 1] ?? 0))).toBe(true);
    expect(ends.at(-1)).toBeLessThanOrEqual(layout.size);
  });
});
