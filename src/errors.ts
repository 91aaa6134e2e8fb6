/** What led to an error. */
export interface ErrorCause {
  readonly cause?: unknown;
}

/**
 * Base of the errors this package raises itself. Errors of the file system are passed on as they
 * are, with their `code`, `path` and `syscall`; wrong arguments raise `TypeError` or `RangeError`.
 *
 * @example
 * ```ts
 * import { LoginRecordError, Wtmp } from "bun-utmpx";
 * try {
 *   for (const entry of new Wtmp("/var/log")) console.log(entry.user);
 * } catch (error) {
 *   if (error instanceof LoginRecordError) console.log(error.code, error.message);
 * }
 * ```
 */
export class LoginRecordError extends Error {
  /** Stable across releases: compare this, not the message. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorCause) {
    super(message, options);
    this.code = code;
  }

  static {
    this.prototype.name = "LoginRecordError";
  }
}

/** This system has no live login records that the package knows how to read. Files still decode. */
export class UnsupportedPlatformError extends LoginRecordError {
  constructor(message: string, options?: ErrorCause) {
    super("ERR_UNSUPPORTED_PLATFORM", message, options);
  }

  static {
    this.prototype.name = "UnsupportedPlatformError";
  }
}

/** A C library could not be loaded, lacks a function, or gave an answer that can't be trusted. */
export class LibraryError extends LoginRecordError {
  constructor(message: string, options?: ErrorCause) {
    super("ERR_LIBRARY", message, options);
  }

  static {
    this.prototype.name = "LibraryError";
  }
}

/** No known layout fits a file's records; the message says what it looks like. */
export class RecordFormatError extends LoginRecordError {
  constructor(message: string, options?: ErrorCause) {
    super("ERR_RECORD_FORMAT", message, options);
  }

  static {
    this.prototype.name = "RecordFormatError";
  }
}

/** A place where login records are kept is there, but can't be read as one. */
export class StoreError extends LoginRecordError {
  constructor(message: string, options?: ErrorCause) {
    super("ERR_STORE", message, options);
  }

  static {
    this.prototype.name = "StoreError";
  }
}

/** Errors of the file system and our own: what could not be read, not what is wrong in here. */
export function isReadError(error: unknown): error is Error {
  return error instanceof LoginRecordError || (error instanceof Error && "syscall" in error);
}

/** Whether an error says that there is no such file. */
export function isAbsence(error: unknown): boolean {
  return hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR");
}

/** Whether an error has this `code`, as those of the file system do. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
