import type { SessionFields, SessionJSON } from "../sessions/session.ts";
import { FieldMaker, type Field, type FieldValues } from "./field-values.ts";

const fields = new FieldMaker<SessionFields, SessionJSON>();

/** The fields of a session whose text is valid UTF-8, in order. */
export const SESSION_FIELDS: readonly Field<SessionFields>[] = [
  fields.one("kind", (values, { kind }) => values.word(kind)),
  fields.one("user", (values, { user }) => values.text(user)),
  fields.one("line", (values, { line }) => values.text(line)),
  fields.one("host", (values, { host }) => values.text(host)),
  fields.one("address", (values, { address }) => values.text(address)),
  fields.one("pid", (values, { pid }) => values.integer(pid)),
  fields.one("id", (values, { id }) => values.text(id)),
  fields.one("service", (values, { service }) => values.text(service)),
  fields.one("login", (values, { loginMicros }) => values.time(loginMicros)),
  fields.one("logout", (values, { logoutMicros }) => values.time(logoutMicros)),
  fields.one("durationSeconds", (values, session) => tellLength(values, session, 0)),
  fields.one("correctedSeconds", (values, session) => {
    tellLength(values, session, session.clockMicros);
  }),
  fields.one("end", (values, { end }) => values.word(end)),
  fields.one("pairedBy", (values, { pairedBy }) => values.word(pairedBy)),
  fields.one("source", (values, { source }) => values.word(source)),
  placeField("loginAt"),
  placeField("logoutAt"),
];

function placeField(name: "loginAt" | "logoutAt"): Field<SessionFields> {
  return fields.several(name, (session) => session[name], [
    ["path", (values, { path }) => values.word(path)],
    ["offset", (values, { offset }) => values.integer(offset)],
  ]);
}

/** Whether these are all fields that a session has: none of its text has bytes besides. */
export function isAllText({ idBytes, userBytes, lineBytes, hostBytes }: SessionFields): boolean {
  return (idBytes ?? userBytes ?? lineBytes ?? hostBytes) === undefined;
}

/** The time from login to logout, without what is not to count. */
function tellLength(
  values: FieldValues,
  { loginMicros, logoutMicros }: SessionFields,
  without: number,
): void {
  if (loginMicros === null || logoutMicros === null) values.none();
  else values.seconds(logoutMicros - loginMicros - without);
}
