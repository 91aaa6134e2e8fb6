import type { OrderedLayout } from "../../platforms/index.ts";
import { CHUNK_BYTES } from "../files/file-chunks.ts";
import { RecordFile } from "../files/record-file.ts";
import type { UtmpLayout } from "../layout.ts";
import { printableText } from "../printable.ts";
import { complain, type Output } from "./output.ts";
import { RecordMaker } from "./record-bytes.ts";
import { jsonValues, RecordError, textValues } from "./record-values.ts";

/** utmpdump(1) takes the blanks of an id for its own: it knows ids of this many bytes. */
const PADDED_ID = 4;

/**
 * Makes records of what `dump` printed, as text or as JSON, and writes them.
 *
 * @param file what to read; `/dev/stdin` is standard input
 * @param orderedLayout gives what to make; asked only if there is a record without its bytes
 * @returns the exit code: 1 if a record could not be made
 */
export function undump(
  file: string,
  orderedLayout: () => OrderedLayout<UtmpLayout>,
  output: Output,
): number {
  const text = readText(file);
  complain(`Utmp undump of ${printableText(file)}`);
  let maker: RecordMaker | null = null;
  const recordMaker = (): RecordMaker => (maker ??= new RecordMaker(orderedLayout()));
  let code = 0;
  for (const item of itemsOf(text)) {
    try {
      output.writeBytes(bytesOf(item, recordMaker));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      complain(`utmpx: ${printableText(complaint(error, item, file))}`);
      code = 1;
    }
  }
  return code;
}

/** All of a file, or of a pipe that may be empty for now. */
function readText(path: string): string {
  using file = new RecordFile(path, true);
  const parts: Uint8Array[] = [];
  for (let position = 0; ;) {
    const part = new Uint8Array(CHUNK_BYTES);
    const count = file.read(part, position);
    parts.push(part.subarray(0, count));
    position += count;
    if (count < part.length) return new TextDecoder().decode(Buffer.concat(parts));
  }
}

function complaint({ action, message }: RecordError, { name, line }: Item, file: string): string {
  const what = action === "make" && line !== "" ? `the record of ${name}` : name;
  return `Cannot ${action} ${what} of "${file}": ${message}`;
}

/** What is to be a record: JSON, or a line that is none. */
interface Item {
  readonly name: string;
  readonly json: unknown;
  readonly line: string;
}

function* itemsOf(text: string): Generator<Item, undefined, undefined> {
  const json = parseJson(text);
  if (typeof json === "object") {
    const records: readonly unknown[] = Array.isArray(json) ? json : [json];
    for (const [i, record] of records.entries()) {
      yield { name: `record ${i + 1}`, json: record, line: "" };
    }
    return;
  }
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    yield { name: `line ${i + 1}`, json: parseJson(line), line };
  }
}

function bytesOf({ json, line }: Item, recordMaker: () => RecordMaker): Uint8Array {
  if (json === undefined) {
    const maker = recordMaker();
    return maker.make(textValues(line, maker.layout.fields.id?.length === PADDED_ID));
  }
  const values = jsonValues(json);
  return values instanceof Uint8Array ? values : recordMaker().make(values);
}

/** `undefined` if the text is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
