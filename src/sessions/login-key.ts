import type { InvalidTextFields, UtmpEntryFields } from "../entry.ts";
import type { SessionKey } from "../layout.ts";
import { fieldKey } from "./field-key.ts";

type LoginFields = Pick<UtmpEntryFields, "id" | "line"> & InvalidTextFields;

/** What a login and its logout are found by. */
export function keyOf(entry: LoginFields, by: SessionKey): string {
  if (by === "id" && entry.id !== "") return idKey(entry);
  return fieldKey(entry.line, entry.lineBytes);
}

/** The same by the id, whatever the system. */
export function idKey(entry: LoginFields): string {
  return fieldKey(entry.id, entry.idBytes);
}
