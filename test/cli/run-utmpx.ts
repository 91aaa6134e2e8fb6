const MAIN = Bun.fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** What a run of the command left behind. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command where a file can be read so many times, and then no more. */
export function runWithFailingDisk(path: string, reads: number, args: readonly string[]): Run {
  const inject = ["-e", `inject=pread64:error=EIO:when=${reads + 1}+`, "-P", path];
  const child = Bun.spawnSync([
    "strace",
    "-f",
    "-o",
    "/dev/null",
    ...inject,
    process.execPath,
    MAIN,
    ...args,
  ]);
  return { code: child.exitCode, out: child.stdout.toString(), err: child.stderr.toString() };
}

/** Runs the command as a person would, in UTC unless told otherwise. */
export function runUtmpx(
  args: readonly string[],
  {
    env = {},
    stdin,
  }: { env?: Record<string, string>; stdin?: Uint8Array | string | Bun.BunFile } = {},
): Run {
  const child = Bun.spawnSync([process.execPath, MAIN, ...args], {
    env: { ...process.env, NO_COLOR: undefined, TZ: "UTC", ...env },
    stdin: stdin === undefined ? "ignore" : typeof stdin === "string" ? Buffer.from(stdin) : stdin,
  });
  return { code: child.exitCode, out: child.stdout.toString(), err: child.stderr.toString() };
}
