import { CString } from "bun:ffi";
import { decodeText } from "../src/text.ts";
import type { Address } from "./libc-memory.ts";

/** Text that libc points to; `null` if it points to none. */
export function textAt(address: Address | number): string | null {
  if (address === null || Number(address) === 0) return null;
  return String(new CString(address));
}

/** Text that libc wrote into memory of ours, up to its NUL. */
export function textIn(memory: Uint8Array): string {
  return decodeText(memory, 0, memory.indexOf(0)).text;
}
