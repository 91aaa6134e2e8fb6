// Reads who is logged in many times through a stand-in, as ask-worker.ts tells it.
import { openDarwin } from "../../../platforms/darwin-library.ts";
import { openFreebsd } from "../../../platforms/freebsd-library.ts";
import type { DatabaseReader } from "../../../src/platform.ts";
import type { Question } from "./ask-worker.ts";
import { entriesOf } from "./entries.ts";

declare const self: Worker;

function usersOf(reader: DatabaseReader, path: string | null): string {
  return entriesOf(reader, reader.read("utmp", path))
    .map(({ user }) => user)
    .join();
}

self.onmessage = ({ data }: MessageEvent<Question>) => {
  const { system, library, file, times } = data;
  const { databases } = system === "freebsd" ? openFreebsd(library) : openDarwin(library, file);
  if (databases === null) throw new Error("It has no databases");
  const seen = new Set<string>();
  for (let i = 0; i < times; i++) seen.add(usersOf(databases, system === "freebsd" ? file : null));
  self.postMessage([...seen]);
};
