import type { RecordType } from "./record-types.ts";

/**
 * The type of a record that has no field for it: what the writers of 4.4BSD put into its line and
 * name, utmp(5) of OpenBSD.
 *
 * @param named what a record with a name is
 * @param isZero whether all of the record is zero
 */
export function markedType(
  line: string,
  user: string,
  named: RecordType,
  isZero: boolean,
): RecordType {
  switch (line) {
    case "~":
      return user === "shutdown" || user === "runlevel" ? "RUN_LVL" : "BOOT_TIME";
    case "|":
      return "OLD_TIME";
    case "{":
    case "}":
      return "NEW_TIME";
    default:
      if (user !== "") return named;
      return isZero ? "EMPTY" : "DEAD_PROCESS";
  }
}
