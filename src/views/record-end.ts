import { hostPlatform } from "../../platforms/index.ts";
import type { Login } from "../platform.ts";

/** How a login or boot ends that has no end on record. */
export function recordEnd(login: Login): "open" | "gone" {
  return login.type === "BOOT_TIME" || hostPlatform().isPresent(login) ? "open" : "gone";
}
