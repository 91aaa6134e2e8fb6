import { join } from "node:path";

/** How a script ended; one that was still waiting after a time has no code. */
interface ScriptEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in a process of its own: where it waits for ever, no other test does. */
export function endOf(script: string): ScriptEnd {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, "-e", script], {
    cwd: join(import.meta.dir, "../.."),
    timeout: 20_000,
    killSignal: "SIGKILL",
  });
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
}
