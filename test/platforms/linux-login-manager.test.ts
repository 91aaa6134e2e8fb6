import { describe, expect, test } from "bun:test";
import { openLibsystemd } from "../../platforms/linux-login-manager.ts";
import { canBeLive } from "../live-system.ts";
import { run } from "./library-process.ts";

const MODULE = JSON.stringify(
  new URL("../../platforms/linux-login-manager.ts", import.meta.url).href,
);

function program(text: string): string[] {
  return [process.execPath, "-e", `const manager = await import(${MODULE}); ${text}`];
}

/** A system of its own, with no process and no /run; it ends with the command. */
const SETUP = `
  mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /mnt && eval "$1" && shift && exec "$@"`;

/** A process that has this name: the kernel takes it from the file. */
const running = (name: string): string =>
  `cp "$(command -v sleep)" /mnt/${name} && { /mnt/${name} 60 & } &&
   until [ "$(cat /proc/$!/comm)" = ${name} ]; do sleep 0.01; done`;

/** What systemd has in /run of a service that runs. */
const started = (name: string): string =>
  `mkdir -p /run/systemd/units && ln -s 0 /run/systemd/units/invocation:${name}.service`;

describe.skipIf(!canBeLive)("a login manager", () => {
  test.each([
    ["is none where nothing is", "true", false],
    ["runs where systemd has started it", started("systemd-logind"), true],
    ["is no other service of systemd", started("systemd-journald"), false],
    ["need not run where systemd does", "mkdir -p /run/systemd/system", false],
    ["has left its files", "mkdir -p /run/systemd/sessions /run/systemd/seats", false],
    ["is systemd-logind", running("systemd-logind"), true],
    ["is elogind", running("elogind"), true],
    ["is elogind-daemon", running("elogind-daemon"), true],
    ["has no longer name", running("elogind-daemons"), false],
    ["has no other name", running("my-elogind"), false],
  ])("%s", (_, setup, wanted) => {
    const namespaces = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"];
    const command = program("console.log(manager.hasLoginManager())");
    expect(run([...namespaces, "sh", "-c", SETUP, "sh", setup, ...command])).toBe(`${wanted}\n`);
  });
});

describe("the library of the login manager", () => {
  test("is loaded when it is opened, and once", () => {
    const answer = run(
      program(`
        const { readFileSync } = await import("node:fs");
        const isLoaded = () => /lib(?:systemd|elogind)/.test(readFileSync("/proc/self/maps", "utf8"));
        const before = isLoaded();
        const library = manager.openLibsystemd();
        console.log(before, isLoaded(), library !== null, manager.openLibsystemd() === library);`),
    );
    expect(answer).toBe("false true true true\n");
  });

  test("is none where FFI is off", () => {
    const command = program("console.log(manager.openLibsystemd(), manager.openLibsystemd())");
    expect(run(command, { ...process.env, BUN_JSC_useJIT: "0" })).toBe("null null\n");
  });

  test("is this machine's", () => {
    expect(openLibsystemd()?.sessions()).toBeArray();
  });

  // What is mounted over it is no library.
  test.skipIf(!canBeLive)("is elogind's, or none, where systemd's can't be used", () => {
    const hide =
      'for file in $(ldconfig -p | sed -n "s,.*libsystemd.so.0.* => ,,p"); do mount --bind /dev/null "$file"; done';
    const command = program("console.log(manager.openLibsystemd() === null)");
    const script = `${hide}; exec "$@"`;
    const hasElogind = run(["sh", "-c", "ldconfig -p | grep -c libelogind.so.0 || true"]) !== "0\n";
    expect(run(["unshare", "--mount", "bash", "-c", script, "bash", ...command])).toBe(
      `${!hasElogind}\n`,
    );
  });
});
