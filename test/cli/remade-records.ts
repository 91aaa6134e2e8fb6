import { layoutNamed, layoutNames, type OrderedLayout } from "../../platforms/index.ts";
import { Chunk } from "../../src/chunk.ts";
import { RecordMaker } from "../../src/cli/record-bytes.ts";
import { jsonValues, RecordError } from "../../src/cli/record-values.ts";
import type { UtmpEntryJSON } from "../../src/entry.ts";
import { utxLogChunks } from "../../src/files/utx-log.ts";
import type { UtmpLayout } from "../../src/layout.ts";
import { ProblemList } from "../../src/problems.ts";
import { UtmpReader } from "../../src/reader.ts";
import { memorySource } from "../memory-source.ts";

/** A layout, with what makes its records and reads them. */
export interface Known {
  readonly name: string;
  readonly ordered: OrderedLayout<UtmpLayout>;
  readonly maker: RecordMaker;
  readonly reader: UtmpReader;
}

export const all: readonly Known[] = layoutNames("utmp").map((name) => {
  const ordered = layoutNamed(name, "utmp");
  const { layout, endian } = ordered;
  return { name, ordered, maker: new RecordMaker(ordered), reader: new UtmpReader(layout, endian) };
});

export function known(name: string): Known {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`No layout "${name}"`);
  return found;
}

/** The JSON of all entries of a file. */
export function entriesOf(file: Uint8Array, { ordered, reader }: Known): UtmpEntryJSON[] {
  const { size, framing } = ordered.layout;
  const chunks: Chunk[] =
    framing === "utx-log"
      ? [...utxLogChunks(memorySource("utx.log", file), size, new ProblemList())]
      : [new Chunk(file, size, 0, "file")];
  return chunks.flatMap((chunk) =>
    Array.from({ length: chunk.bytes.length / size }, (_, i) =>
      reader.read(chunk, i * size).toJSON(),
    ),
  );
}

/** A record of what JSON says, or the message that says why there is none. */
export function make(json: object, { maker }: Known): Uint8Array | string {
  try {
    const values = jsonValues(JSON.parse(JSON.stringify(json)));
    return values instanceof Uint8Array ? values : maker.make(values);
  } catch (error) {
    if (error instanceof RecordError) return `${error.action}: ${error.message}`;
    throw error;
  }
}

/** What is read of a record that is made of JSON, or the message that says why there is none. */
export function remake(json: object, layout: string | Known): UtmpEntryJSON | string | undefined {
  const target = typeof layout === "string" ? known(layout) : layout;
  const made = make(json, target);
  return typeof made === "string" ? made : entriesOf(made, target)[0];
}

/** JSON of a record that says nothing. */
export const NONE = {
  type: null,
  typeCode: 0,
  pid: null,
  sid: null,
  id: "",
  user: "",
  line: "",
  host: "",
  micros: 0,
  exit: null,
  address: null,
};
