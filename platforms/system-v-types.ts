import type { TypeNumbers } from "../src/record-types.ts";

/** `ut_type` as System V numbers it, and the systems that took it over; Linux swaps 3 and 4. */
export const systemVTypes: TypeNumbers = [
  "EMPTY",
  "RUN_LVL",
  "BOOT_TIME",
  "OLD_TIME",
  "NEW_TIME",
  "INIT_PROCESS",
  "LOGIN_PROCESS",
  "USER_PROCESS",
  "DEAD_PROCESS",
  "ACCOUNTING",
];
