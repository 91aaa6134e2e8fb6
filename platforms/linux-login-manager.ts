import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { LibraryError } from "../src/errors.ts";
import type { LoginLibrary } from "../src/platform.ts";
import { loginLibrary } from "./libsystemd.ts";

/**
 * A link that systemd has for each service while it runs, since 236: unit_export_invocation_id() of
 * src/core/unit.c. That systemd itself runs does not tell: containers have it without this service.
 */
const SERVICE = "/run/systemd/units/invocation:systemd-logind.service";

/** As proc(5) names them, by 15 bytes at most. */
const MANAGERS: ReadonlySet<string> = new Set(["systemd-logind", "elogind", "elogind-daemon"]);

/**
 * Whether systemd-logind or elogind runs. elogind leaves no other mark but its files, which images
 * hold, too. Where proc(5) hides other users' processes it is found by root only.
 */
export function hasLoginManager(): boolean {
  return isThere(SERVICE) || processes().some((pid) => MANAGERS.has(nameOf(pid)));
}

const LIBRARIES = ["libsystemd.so.0", "libelogind.so.0"];

let opened: LoginLibrary | null | undefined;

/** The library that knows of sessions; `null` if there is none, or FFI is off. */
export function openLibsystemd(): LoginLibrary | null {
  if (opened === undefined) opened = firstOf(LIBRARIES);
  return opened;
}

function firstOf(names: readonly string[]): LoginLibrary | null {
  for (const name of names) {
    try {
      return loginLibrary(name);
    } catch (error) {
      if (!(error instanceof LibraryError)) throw error;
    }
  }
  return null;
}

function isThere(path: string): boolean {
  try {
    // What it leads to is a number, and no file.
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function processes(): string[] {
  return readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name));
}

/** Empty for a process that has ended. */
function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trimEnd();
  } catch {
    return "";
  }
}
