import { expect, test } from "bun:test";
import { FieldMaker } from "../../src/cli/field-values.ts";
import { JsonValues } from "../../src/cli/json-values.ts";
import { written } from "./written.ts";

interface Thing {
  readonly name: string;
  readonly size: number | null;
}

const fields = new FieldMaker<Thing, Thing>();
const NAME = fields.one("name", (values, { name }) => values.text(name));
const SIZE = fields.one("size", (values, { size }) => values.integer(size));
const THING: Thing = { name: 'a"b', size: -4 };

test("fields of any list stand under their names", () => {
  const [both, one] = [[NAME, SIZE], [SIZE]];
  const out = written((output) => {
    const values = new JsonValues(output, null);
    values.record(both, THING, {}, []);
    values.record(one, THING, {}, []);
    values.record(both, { ...THING, size: null }, {}, []);
  });
  expect(out).toBe('{"name":"a\\"b","size":-4}{"size":-4}{"name":"a\\"b","size":null}');
});

test("of what is told besides there is what is given", () => {
  const out = written((output) => {
    const values = new JsonValues(output, null);
    values.record([SIZE], THING, { b: "\u202e", a: null }, ["a", "more", "b"]);
    values.record([SIZE], THING, {}, ["a", "b"]);
  });
  expect(out).toBe('{"size":-4,"a":null,"b":"\\u202e"}{"size":-4}');
});
