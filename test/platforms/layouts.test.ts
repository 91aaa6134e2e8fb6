import { describe, expect, test } from "bun:test";
import { layouts, platforms } from "../../platforms/all.ts";
import { databasePaths, systemsWithStores } from "../../platforms/index.ts";
import { sizeOf, type Layout } from "../../src/layout.ts";
import { declaredLayouts } from "./declared-layouts.ts";
import {
  expectedOf,
  isOnDisk,
  NO_UTMP_FIELDS,
  structs,
  typesOf,
  type FieldName,
} from "./header-structs.ts";

/** Structs that are known from no header, and a second form of one that is. */
const WITHOUT_DATA = [
  "cygwin-utmp-320",
  "freebsd-utx-log",
  "linux-libc4-utmp-56",
  "minix-utmp-48",
] as const;

const declared = await declaredLayouts();
const structById = new Map(structs.map((struct) => [struct.id, struct]));

function layoutOf(id: string): Layout {
  const found = layouts.find((layout) => layout.id === id);
  if (found === undefined) throw new Error(`No layout "${id}"`);
  return found;
}

/** Where the bytes of a layout's fields begin and end, in order. */
function extentsOf({ fields }: Layout): readonly { start: number; end: number }[] {
  return Object.values(fields)
    .filter((field) => field !== null && "offset" in field)
    .map((field) => {
      const size = "kind" in field ? sizeOf(field) : field.length;
      return { start: field.offset, end: field.offset + size };
    })
    .toSorted((a, b) => a.start - b.start);
}

describe("the numbers of the headers", () => {
  test.each(structs)("members and padding of $id are all of it", ({ sizeof, fields, padding }) => {
    let end = 0;
    for (const { offset, length } of [...fields, ...padding].toSorted(
      (a, b) => a.offset - b.offset,
    )) {
      expect(offset).toBe(end);
      end += length;
    }
    expect(end).toBe(sizeof);
  });

  test.each(structs)("the class of each member of $id has its length", ({ fields }) => {
    for (const { length, class: kind } of fields) {
      const [, bits, times] =
        /^(?:char|sockaddr_storage|[iu](\d+))(?:\[(\d+)\])?$/.exec(kind) ?? [];
      const size = kind === "sockaddr_storage" ? 128 : (Number(bits ?? 8) / 8) * Number(times ?? 1);
      expect(length).toBe(size);
    }
  });
});

describe("declared layouts", () => {
  test.each(declared.filter(({ id }) => structById.has(id)))(
    "$id ($record, $framing) is what its header says",
    (layout) => {
      const struct = structById.get(layout.id);
      if (struct === undefined) throw new Error(`No struct "${layout.id}"`);
      expect<unknown>(layout).toEqual(expectedOf(struct, layout));
    },
  );

  test("the others are these", () => {
    const others = declared.map(({ id }) => id).filter((id) => !structById.has(id));
    expect(others.toSorted()).toEqual([...WITHOUT_DATA]);
  });

  test.each(declared)("fields of $id ($record, $framing) share no byte", (layout) => {
    let last = 0;
    for (const { start, end } of extentsOf(layout)) {
      expect(start).toBeGreaterThanOrEqual(last);
      last = end;
    }
    expect(last).toBeLessThanOrEqual(layout.size);
  });

  test("utx.log has the records of utx.active", () => {
    const active = layoutOf("freebsd-futx-197");
    const log = layoutOf("freebsd-utx-log");
    expect<unknown>({ ...log, id: "freebsd-futx-197", framing: "array" }).toEqual(active);
    expect(log.framing).toBe("utx-log");
  });
});

describe("the table of layouts", () => {
  test.each(structs.filter(isOnDisk))("has $id", ({ id }) => {
    expect(layouts.map((layout) => layout.id)).toContain(id);
  });

  test("has a name for one layout of a kind only", () => {
    const names = layouts.map(({ id, record }) => `${id} ${record}`);
    expect(names).toEqual([...new Set(names)]);
  });

  test.each([...platforms])("has the layouts of this machine's own files on $id", (platform) => {
    const own: readonly Layout[] =
      "files" in platform ? Object.values(platform.files as object) : [];
    for (const layout of own) expect(layouts).toContain(layout);
    for (const layout of own) expect(platform.layouts).toContain(layout);
  });
});

describe.each([...platforms])("the notes on $id", ({ notes, paths }) => {
  test("fit on a line beside their database", () => {
    const texts = Object.values(notes).flatMap((note) => [note.writer, note.limits, note.absent]);
    expect(texts).toHaveLength(12);
    for (const text of texts) {
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThan(60);
    }
  });

  test("are on databases at absolute paths", () => {
    for (const path of Object.values(paths).flat()) expect(path).toMatch(/^(\/[a-z0-9.]+)+$/);
  });
});

/** Members of a C struct by the name that they have here: bytes of one, and how many. */
type Declaration = readonly (readonly [field: FieldName, size: number, count: number])[];

/** Known without a header to compile: the compiler's arithmetic is done here. */
const DECLARATIONS: Readonly<Record<string, Declaration>> = {
  "cygwin-utmp-320": [
    ["type", 2, 1],
    ["pid", 4, 1],
    ["line", 1, 16],
    ["id", 1, 2],
    ["seconds", 8, 1],
    ["user", 1, 16],
    ["host", 1, 256],
    ["address", 8, 1],
  ],
  "linux-libc4-utmp-56": [
    ["type", 2, 1],
    ["pid", 4, 1],
    ["line", 1, 12],
    ["id", 1, 2],
    ["seconds", 4, 1],
    ["user", 1, 8],
    ["host", 1, 16],
    ["address", 4, 1],
  ],
  "minix-utmp-48": [
    ["user", 1, 8],
    ["id", 1, 4],
    ["line", 1, 12],
    ["host", 1, 16],
    ["pid", 2, 1],
    ["type", 2, 1],
    ["seconds", 4, 1],
  ],
};

const KIND_OF_SIZE: Readonly<Record<number, string>> = { 2: "i16", 4: "i32", 8: "i64" };

describe("layouts known from no header that was compiled", () => {
  test.each(Object.entries(DECLARATIONS))("%s follows from its declaration", (id, members) => {
    const fields: Record<string, unknown> = { ...NO_UTMP_FIELDS };
    let end = 0;
    for (const [name, size, count] of members) {
      const offset = Math.ceil(end / size) * size;
      end = offset + size * count;
      if (name === "address") fields[name] = { offset, length: 4, inet6: null };
      else if (size === 1) fields[name] = { offset, length: count };
      else fields[name] = { offset, kind: KIND_OF_SIZE[size] };
    }
    const widest = Math.max(...members.map(([, size]) => size));
    const layout = layoutOf(id);
    expect<unknown>(layout.fields).toEqual(fields);
    expect(layout.size).toBe(Math.ceil(end / widest) * widest);
    expect(layout).toMatchObject({ endian: "little", framing: "array" });
  });

  test("their types are Linux's, as far as MINIX has them", () => {
    expect(layoutOf("cygwin-utmp-320")).toMatchObject({ types: typesOf("linux") });
    expect(layoutOf("linux-libc4-utmp-56")).toMatchObject({ types: typesOf("linux") });
    const types = typesOf("linux").slice(0, 9);
    expect(layoutOf("minix-utmp-48")).toMatchObject({
      types: types.with(3, "UNKNOWN").with(4, "UNKNOWN"),
    });
  });
});

test("all systems that have stores are among those that are asked for them", () => {
  const withStores = platforms.filter(({ stores }) => Object.keys(stores).length > 0);
  expect(systemsWithStores()).toEqual(withStores);
});

test("the databases of all systems are those that a named file can be", () => {
  for (const store of ["wtmpdb", "lastlog2"] as const) {
    const paths = platforms.flatMap(({ stores }) => stores[store]?.paths ?? []);
    expect(paths.length).toBeGreaterThan(0);
    expect(new Set(databasePaths(store))).toEqual(new Set(paths));
  }
});
