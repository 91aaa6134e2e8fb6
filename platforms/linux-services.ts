import type { LoginServices } from "../src/platform.ts";
import { findBootTime } from "./linux-boot-time.ts";
import { hasLoginManager, openLibsystemd } from "./linux-login-manager.ts";
import { connectLocal } from "./linux-socket.ts";
import { guessTerminals } from "./linux-terminals.ts";

/** su(1), sudo(8) and runuser(1), also as a login: pam_systemd makes no session within another. */
const WITHIN_SESSION = /^(?:su|sudo|runuser)(?:-[il])?$/;

/** systemd-logind or elogind, and the services of stores. */
export const linuxServices: LoginServices = {
  hasManager: hasLoginManager,
  openLoginLibrary: openLibsystemd,
  connect: connectLocal,
  bootMicros: () => findBootTime(),
  guessTerminals: () => guessTerminals(),
  isWithinSession: (service) => WITHIN_SESSION.test(service),
};
