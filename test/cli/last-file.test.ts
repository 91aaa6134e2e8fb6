import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LastFile } from "../../src/cli/last-file.ts";
import { recordBytes } from "../records.ts";

const RECORDS = recordBytes([{ type: "BOOT_TIME", user: "reboot", line: "~", seconds: 1.7e9 }]);

test("a file in /dev/shm is one as any other", () => {
  if (process.platform !== "linux") return console.warn("skipped: only Linux has /dev/shm");
  const directory = mkdtempSync("/dev/shm/bun-utmpx-");
  try {
    const path = join(directory, "wtmp");
    writeFileSync(path, RECORDS);
    const file = new LastFile("wtmp", { path, layout: "linux-glibc-384-le" });
    expect([...file.view]).toHaveLength(1);
    expect(file.isStream).toBe(false);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
