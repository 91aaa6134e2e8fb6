import { findLayout, layoutNames } from "../../platforms/index.ts";
import type { Layout } from "../layout.ts";
import type { Database, LoginDatabase } from "../platform.ts";
import { sourceNames, sourcesOf, type SourceOf } from "../views/source-choice.ts";
import type { Zone } from "../zone.ts";
import type { Values } from "./command.ts";
import { UsageError } from "./usage-error.ts";

const KINDS = ["logins", "last logins"];

/** `--root`, of every command. */
export const ROOT_OPTION = {
  root: {
    type: "string",
    isCommon: true,
    value: "DIR",
    help: "read the system whose tree is at DIR",
  },
} as const;

/** `--layout`, of every command. */
export const LAYOUT_OPTION = {
  layout: { type: "string", isCommon: true, value: "ID", help: "layout of the records, or auto" },
} as const;

/** `--source`, of commands that read a database. */
export function sourceOption(database: Database): SourceOptionTable {
  const names = sourceNames(database).join(", ");
  const both = database === "wtmp" ? ", or wtmpdb,file" : "";
  const help = `from ${names}${both}`;
  return { source: { type: "strings", isCommon: true, value: "NAME", help } };
}

type SourceOptionTable = Readonly<{
  source: {
    readonly type: "strings";
    readonly isCommon: true;
    readonly value: string;
    readonly help: string;
  };
}>;

/** `--max-unpacked`, of commands that read what can be compressed. */
export const UNPACKED_OPTION = {
  "max-unpacked": {
    type: "string",
    isCommon: true,
    value: "SIZE",
    help: "unpack files of up to SIZE, as 2G; 256M if not given",
  },
} as const;

/** Where logins are read, but for the file. */
export function loginsOptions(database: LoginDatabase): LoginsOptionTable {
  return {
    ...sourceOption(database),
    ...ROOT_OPTION,
    ...LAYOUT_OPTION,
    ...UNPACKED_OPTION,
  };
}

/** The options of {@link loginsOptions}. */
export type LoginsOptionTable = SourceOptionTable &
  typeof ROOT_OPTION &
  typeof LAYOUT_OPTION &
  typeof UNPACKED_OPTION;

/** Where logins are read, as their views take it. */
interface LoginsPlace {
  readonly root?: string;
  readonly layout?: string;
  readonly source?: readonly SourceOf<LoginDatabase>[];
  readonly maxUnpackedBytes?: number;
}

/**
 * What was given for {@link loginsOptions}, as the views of logins take it.
 *
 * @throws {@link UsageError} if no such logins are there, or none of this layout
 */
export function loginsPlace(
  values: Values<LoginsOptionTable>,
  database: LoginDatabase,
): LoginsPlace {
  return {
    ...rootValue(values),
    ...layoutValue(values, "utmp"),
    ...sourcesValue(values, database),
    ...unpackedValue(values),
  };
}

/**
 * The name of a file to read.
 *
 * @throws {@link UsageError} if it is empty, as an unset variable of a shell
 */
export function fileValue(name: string): string {
  if (name !== "") return name;
  throw new UsageError("Cannot read an empty name: a file is wanted");
}

/** @throws {@link UsageError} if it is empty, as an unset variable of a shell */
export function rootValue({ root }: { readonly root?: string }): { root?: string } {
  if (root === "") throw new UsageError("Cannot read an empty --root: a directory is wanted");
  return root === undefined ? {} : { root };
}

/**
 * `--layout`.
 *
 * @param record what is read, where it is of one kind
 * @throws {@link UsageError} if no such records have this layout
 */
export function layoutValue(
  { layout }: { readonly layout?: string },
  record?: Layout["record"],
): { layout?: string } {
  if (layout === undefined || layout === "auto") return {};
  if (findLayout(layout, "utmp") === null && findLayout(layout, "lastlog") === null) {
    throw new UsageError(`Unknown layout "${layout}": known are ${layoutNames().join(", ")}`);
  }
  if (record !== undefined && findLayout(layout, record) === null) {
    const [wanted, found] = record === "utmp" ? KINDS : KINDS.toReversed();
    throw new UsageError(`Cannot take "${layout}" for ${wanted}: its records are ${found}`);
  }
  return { layout };
}

/**
 * `--source`, of which there is one.
 *
 * @throws {@link UsageError} if a database, or that of another system, is not read from there
 */
export function sourceValue<D extends Database>(
  values: { readonly source?: readonly string[]; readonly root?: string },
  database: D,
): { source?: SourceOf<D> } {
  const [source] = sourcesValue(values, database).source ?? [];
  return source === undefined ? {} : { source };
}

/** The same of history, which can be read from several, as `wtmpdb,file`; throws as the above. */
function sourcesValue<D extends Database>(
  { source, root }: { readonly source?: readonly string[]; readonly root?: string },
  database: D,
): { source?: readonly SourceOf<D>[] } {
  if (source === undefined) return {};
  try {
    return {
      source: sourcesOf(
        database,
        source.flatMap((names) => names.split(",")),
        root,
      ),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** What a number of bytes can be counted in: each unit is 1024 of the one before. */
const UNITS = ["", "k", "m", "g"];

/** @throws {@link UsageError} if it is no size, or none that can be counted */
export function unpackedValue({ "max-unpacked": size }: { readonly "max-unpacked"?: string }): {
  maxUnpackedBytes?: number;
} {
  if (size === undefined) return {};
  const [, count = "", unit = ""] = /^([0-9]+)([kmg]?)$/.exec(size.toLowerCase()) ?? [];
  const bytes = Number(count) * 1024 ** UNITS.indexOf(unit);
  if (bytes > 0 && Number.isSafeInteger(bytes)) return { maxUnpackedBytes: bytes };
  throw new UsageError(
    `Cannot take "${size}" as --max-unpacked: it must be a number of bytes, as 500000, 512M or 2G`,
  );
}

/** How a program wants the output. */
export type Format = "json" | "ndjson" | "csv";

/** Options of every command that has output for programs. */
export const FORMAT_OPTIONS = {
  json: { type: "boolean", isCommon: true, help: "print JSON" },
  ndjson: { type: "boolean", isCommon: true, help: "print JSON, a record a line" },
  csv: { type: "boolean", isCommon: true, help: "print CSV (RFC 4180)" },
  tz: {
    type: "string",
    isCommon: true,
    value: "ZONE",
    help: "show times in this zone, as Europe/Berlin",
  },
} as const;

/**
 * The format that was asked for, `null` for text.
 *
 * @throws {@link UsageError} if it was more than one
 */
export function formatOf(values: Readonly<Partial<Record<Format, boolean>>>): Format | null {
  const formats = (["json", "ndjson", "csv"] as const).filter((format) => values[format] === true);
  const [first = null, second] = formats;
  if (second !== undefined) throw new UsageError(`Cannot print both --${first} and --${second}`);
  return first;
}

/**
 * The zone of `--tz`, `null` where none was given: JSON has UTC then.
 *
 * @throws {@link UsageError} if there is no such zone
 */
export function zoneValue({ tz }: { readonly tz?: string | undefined }): Zone | null {
  try {
    return tz === undefined ? null : new (zones().IanaZone)(tz);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** Loaded where a format is asked for: text needs none of it. */
export function formats(): typeof import("./format.ts") {
  return require("./format.ts");
}

/** The same, of entries. */
export function entries(): typeof import("./entry-fields.ts") {
  return require("./entry-fields.ts");
}

/** Loaded where a zone is named. */
function zones(): typeof import("../iana-zone.ts") {
  return require("../iana-zone.ts");
}
