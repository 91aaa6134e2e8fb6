import { statSync } from "node:fs";

/** Remembers what was found out about files, each until it is written or replaced. */
export class FileMemory<Value> {
  readonly #known = new Map<string, { readonly state: string; readonly value: Value }>();

  /**
   * What is known of a file, or is found out now. A pipe is not remembered: it can be another one.
   *
   * @param path where it is on this system
   * @throws what stat(2) fails with, but for a file that is not there
   */
  of(path: string, find: () => Value): Value {
    const state = stateOf(path);
    const known = this.#known.get(path);
    if (state !== null && known?.state === state) return known.value;
    const value = find();
    if (state !== null) this.#known.set(path, { state, value });
    return value;
  }
}

/** What changes when a file is written or replaced; `null` for what is no file. */
function stateOf(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats?.isFile() !== true) return null;
  const { dev, ino, mtimeNs, size } = stats;
  return [dev, ino, mtimeNs, size].join(":");
}
