import { dlopen, type FFIFunction, type Library } from "bun:ffi";
import { LibraryError } from "./errors.ts";

/**
 * Loads functions of a shared library.
 *
 * @param name as dlopen(3) takes it
 * @param symbols the C functions; one that the library lacks fails them all
 * @throws {@link LibraryError} if the library or a function is not there, or FFI is off
 */
export function openLibrary<const Symbols extends Record<string, FFIFunction>>(
  name: string,
  symbols: Symbols,
): Library<Symbols>["symbols"] {
  try {
    return dlopen(name, symbols).symbols;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new LibraryError(`Cannot use "${name}": ${detail}`, { cause: error });
  }
}

/**
 * Text as C takes it.
 *
 * @throws {@link LibraryError} if it holds a NUL: C would see other text than is meant
 */
export function cString(text: string): Uint8Array {
  if (text.includes("\0"))
    throw new LibraryError(`Cannot give ${JSON.stringify(text)} to libc: it holds a NUL`);
  return new TextEncoder().encode(`${text}\0`);
}
