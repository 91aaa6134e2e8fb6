import { describe, expect, test } from "bun:test";
import { isProcessPresent } from "../../platforms/bsd-presence.ts";

const INIT = 1;

describe("isProcessPresent", () => {
  test("a login is there as long as its process", async () => {
    const child = Bun.spawn(["sleep", "60"]);
    const login = { type: "USER_PROCESS", pid: child.pid } as const;
    expect(isProcessPresent(login)).toBe(true);
    child.kill();
    await child.exited;
    expect(isProcessPresent(login)).toBe(false);
  });

  test("another user's process is one, too", () => {
    const source = import.meta.resolve("../../platforms/bsd-presence.ts");
    const script = `
      const { isProcessPresent } = await import(${JSON.stringify(source)});
      if (process.getuid() === 0) process.setuid(65534);
      let code = null;
      try { process.kill(${INIT}, 0); } catch (error) { code = error.code; }
      console.log(code, isProcessPresent({ type: "USER_PROCESS", pid: ${INIT} }));`;
    const child = Bun.spawnSync([process.execPath, "-e", script]);
    expect(child.stdout.toString()).toBe("EPERM true\n");
  });

  test.each([null, 0, -1, -process.pid, 2 ** 22 + 1, 2 ** 31, 2 ** 32 - 1, Number.NaN])(
    "%p is no process",
    (pid) => expect(isProcessPresent({ type: "USER_PROCESS", pid })).toBe(false),
  );

  test("the running system's boot needs no process", () => {
    expect(isProcessPresent({ type: "BOOT_TIME", pid: null })).toBe(true);
    expect(isProcessPresent({ type: "BOOT_TIME", pid: 2 ** 22 + 1 })).toBe(true);
  });
});
