import type { ByteSource } from "../src/files/record-file.ts";

/** Bytes that are read as a file of this name is. */
export function memorySource(path: string, bytes: Uint8Array): ByteSource & { size: number } {
  return {
    path,
    size: bytes.length,
    read(into, position) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
  };
}

/** A file on a disk that fails from this byte on. */
export function failingSource(path: string, bytes: Uint8Array, from: number): ByteSource {
  const whole = memorySource(path, bytes);
  return {
    ...whole,
    read(into, position) {
      if (position < from) return whole.read(into, position);
      throw Object.assign(new Error("EIO: i/o error, read"), { syscall: "read" });
    },
  };
}
