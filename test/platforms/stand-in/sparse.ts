import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import type { SystemLibrary } from "../../../src/platform.ts";

const FAR = 2 ** 20;

/** What a library says of a file with data at its beginning, a hole, data and a hole. */
export function dataOf(library: SystemLibrary, path: string): readonly (number | null)[] {
  const fd = openSync(path, "w+");
  try {
    writeSync(fd, "x", 0);
    writeSync(fd, "x", FAR);
    ftruncateSync(fd, 3 * FAR);
    const firstHole = library.nextHole(fd, 0);
    const secondData = library.nextData(fd, firstHole);
    const secondHole = library.nextHole(fd, FAR);
    const none = library.nextData(fd, secondHole);
    if (firstHole >= FAR || secondData !== FAR) throw new Error("This file system has no holes");
    return [firstHole, secondData, secondHole, none];
  } finally {
    closeSync(fd);
  }
}
