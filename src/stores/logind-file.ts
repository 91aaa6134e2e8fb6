/**
 * A line: a comment, or a key and its value. A value is in quotes of the shell, and may then have
 * line breaks (systemd 262), or has escapes of C (systemd 257 and before it, elogind).
 */
const LINE = /(?:[#;][^\n]*|([^=\n]*)(?:=(?:"([^"\\]*(?:\\[^][^"\\]*)*)"?)?([^\n]*))?)(?:\n|$)/gy;

const SHELL_ESCAPE = /\\(["\\$`\n])/g;
const C_ESCAPE = /\\(?:([0-3][0-7]{2})|([abfnrtv\\"']))/g;

const CONTROLS: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/**
 * The fields of a session's file in /run/systemd/sessions, by key: what session_save() of systemd's
 * src/login/logind-session.c writes. Total: what is no field is passed over, and of two with one key
 * the last counts.
 */
export function parseLogindFile(file: Uint8Array): ReadonlyMap<string, Uint8Array> {
  // A character for each byte: what is no UTF-8 stays as it is.
  const text = Buffer.from(file).toString("latin1");
  const fields = new Map<string, Uint8Array>();
  for (const [, key, quoted = "", rest] of text.matchAll(LINE)) {
    if (key === undefined || rest === undefined) continue;
    const value = unquoted(quoted) + unescaped(rest);
    fields.set(key, new Uint8Array(Buffer.from(value, "latin1")));
  }
  return fields;
}

/** Undoes write_env_var() of src/basic/env-file.c. */
function unquoted(text: string): string {
  return text.replace(SHELL_ESCAPE, (_, escaped: string) => (escaped === "\n" ? "" : escaped));
}

/** Undoes cescape() of src/basic/escape.c. */
function unescaped(text: string): string {
  return text.replace(C_ESCAPE, (_, octal: string | undefined, letter: string = "") =>
    octal === undefined
      ? (CONTROLS[letter] ?? letter)
      : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
