import { readFileSync } from "node:fs";
import { availableParallelism, cpus, release, type } from "node:os";

/** What the numbers depend on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly kernel: string;
  readonly bun: string;
  readonly utmpdump: string | null;
}

export function thisMachine(): Machine {
  return {
    processor: processor(),
    cores: availableParallelism(),
    kernel: `${type()} ${release()} ${process.arch}`,
    bun: Bun.version,
    utmpdump: utmpdumpVersion(),
  };
}

function processor(): string {
  const known = /^model name\s*: (.*)$/m.exec(cpuinfo())?.[1];
  return known ?? cpus()[0]?.model ?? "unknown";
}

/** Only Linux has it. */
function cpuinfo(): string {
  return process.platform === "linux" ? readFileSync("/proc/cpuinfo", "utf8") : "";
}

function utmpdumpVersion(): string | null {
  const utmpdump = Bun.which("utmpdump");
  if (utmpdump === null) return null;
  return Bun.spawnSync([utmpdump, "--version"]).stdout.toString().trim();
}
