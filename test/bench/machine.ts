import { readFileSync } from "node:fs";
import { availableParallelism, cpus, release, type } from "node:os";

/** What the numbers depend on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly kernel: string;
  readonly bun: string;
  /** Versions of the tools that it is compared with, of those that are there. */
  readonly tools: Readonly<Record<string, string>>;
}

const TOOLS = ["utmpdump", "last", "who", "ac"];

export function thisMachine(): Machine {
  return {
    processor: processor(),
    cores: availableParallelism(),
    kernel: `${type()} ${release()} ${process.arch}`,
    bun: Bun.version,
    tools: Object.fromEntries(TOOLS.flatMap(toolVersion)),
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

function toolVersion(tool: string): [string, string][] {
  const path = Bun.which(tool);
  if (path === null) return [];
  const { stdout, stderr } = Bun.spawnSync([path, "--version"]);
  const [line = ""] = `${stdout}${stderr}`.trim().split("\n");
  return [[tool, line.replace(/^.*: ?/, "")]];
}
