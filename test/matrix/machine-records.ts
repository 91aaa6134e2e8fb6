import type { MachineRecord } from "./machine-writer.ts";

/** 1 January 2100: 32 bits hold it without their sign. */
export const YEAR_2100 = 4_102_444_800;

/** 1 January 2200: only 64 bits hold it. */
export const YEAR_2200 = 7_258_118_400;

export const boot: MachineRecord = {
  typeCode: 2,
  pid: 0,
  sid: 0,
  id: "~~",
  user: "reboot",
  line: "~",
  host: "6.1.0-28-arm64",
  exit: { termination: 0, exit: 0 },
  micros: YEAR_2100 * 1e6 + 1,
  address: null,
};

/** No byte of an integer is like another, and no text has a NUL. */
export const login: MachineRecord = {
  typeCode: 7,
  pid: 0x01020304,
  sid: 0x05060708,
  id: "ts/1",
  user: "u".repeat(32),
  line: "l".repeat(32),
  host: "h".repeat(256),
  exit: { termination: 0x090a, exit: 0x0b0c },
  micros: 1_700_000_000_999_999,
  address: "2001:db8::99",
};

/** Of the login's id; integers are negative where they can be. */
export const logout: MachineRecord = {
  typeCode: 8,
  pid: -1,
  sid: -2,
  id: "ts/1",
  user: "",
  line: "pts/1",
  host: "",
  exit: { termination: -3, exit: -4 },
  micros: 5_000_006,
  address: "192.0.2.17",
};
