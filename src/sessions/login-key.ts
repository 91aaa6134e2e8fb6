import type { InvalidTextFields, LoginRecord, UtmpEntryFields } from "../entry.ts";
import type { SessionKey } from "../layout.ts";
import { textIn } from "../record.ts";
import type { FieldText } from "../text.ts";
import { fieldKey } from "./field-key.ts";

type LoginFields = Pick<UtmpEntryFields, "id" | "line"> & InvalidTextFields;

/** What a login and its logout are found by. */
export function keyOf(entry: LoginFields, by: SessionKey): string {
  if (by === "id" && entry.id !== "") return idKey(entry);
  return fieldKey(entry.line, entry.lineBytes);
}

/** The text that {@link keyOf} is made of. */
export function keyTextOf(record: LoginRecord, by: SessionKey): FieldText {
  if (by === "line") return textIn(record, "line");
  const id = textIn(record, "id");
  return id.text === "" ? textIn(record, "line") : id;
}

/** The same by the id, whatever the system. */
export function idKey(entry: LoginFields): string {
  return fieldKey(entry.id, entry.idBytes);
}
