/**
 * The error of a system call that failed, as `node:fs` raises it: with `errno`, `code`, `syscall`
 * and `path`.
 *
 * @param errno as <errno.h> of this system numbers it
 */
export function systemError(errno: number, syscall: string, path: string): Error {
  const util = process.getBuiltinModule("node:util");
  const code = util.getSystemErrorName(-errno);
  // Bun 1.3.0 has no such function.
  const [, reason = code] = util.getSystemErrorMap?.().get(-errno) ?? [];
  const error = new Error(`${code}: ${reason}, ${syscall} '${path}'`);
  return Object.assign(error, { errno: -errno, code, syscall, path });
}
