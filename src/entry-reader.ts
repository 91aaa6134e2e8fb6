import type { Chunk } from "./chunk.ts";
import { extrasOf, UtmpEntry, type EntryExtras } from "./entry.ts";
import { exitOf, type FieldReaders } from "./field-readers.ts";
import { LoginReader } from "./reader.ts";
import type { FieldText } from "./text.ts";
import { isShown } from "./time-reader.ts";
import { dateOf, microsOf } from "./timestamp.ts";

/** Gives entries, each read in one go: to ask a record for all that it has takes longer. */
export class EntryReader extends LoginReader<UtmpEntry> {
  protected override make(readers: FieldReaders, chunk: Chunk, at: number): UtmpEntry {
    const { bytes, view, source } = chunk;
    const { time } = readers;
    const id = readers.id(bytes, view, at);
    const user = readers.user(bytes, view, at);
    const line = readers.line(bytes, view, at);
    const host = readers.host(bytes, view, at);
    const typeCode =
      readers.typeCode?.(view, at) ?? readers.markedCode(line.text, user.text, chunk, at);
    const seconds = time.seconds(view, at);
    const stored = time.microseconds(view, at);
    const microseconds = isShown(stored) ? stored : 0;
    const count = readers.count(view, at);
    const hex = id.hex ?? user.hex ?? line.hex ?? host.hex;
    return new UtmpEntry(
      readers.types[typeCode] ?? "UNKNOWN",
      typeCode,
      readers.pid(view, at),
      readers.sid(view, at),
      id.text,
      user.text,
      line.text,
      host.text,
      readers.isTerminal[typeCode] === true ? line.device : null,
      dateOf(seconds, microseconds),
      microsOf(seconds, microseconds),
      exitOf(readers.termination(view, at), readers.exit(view, at)),
      readers.addresses.text(bytes, view, at, host),
      source,
      chunk.offsetOf(at),
      hex === null && count === null ? null : extrasIn({ id, user, line, host }, count),
      chunk,
      at,
    );
  }
}

/** What an entry has of texts that are not valid UTF-8, and of a record that counts. */
function extrasIn(
  { id, user, line, host }: Readonly<Record<"id" | "user" | "line" | "host", FieldText>>,
  count: number | null,
): EntryExtras | null {
  return extrasOf({
    idBytes: id.hex ?? undefined,
    userBytes: user.hex ?? undefined,
    lineBytes: line.hex ?? undefined,
    hostBytes: host.hex ?? undefined,
    count: count ?? undefined,
  });
}
