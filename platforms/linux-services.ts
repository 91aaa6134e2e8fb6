import type { LoginServices } from "../src/platform.ts";
import { hasLoginManager, openLibsystemd } from "./linux-login-manager.ts";
import { connectLocal } from "./linux-socket.ts";

/** systemd-logind or elogind, and the services of stores. */
export const linuxServices: LoginServices = {
  hasManager: hasLoginManager,
  openLoginLibrary: openLibsystemd,
  connect: connectLocal,
};
