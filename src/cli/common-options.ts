import { findLayout, layoutNames } from "../../platforms/index.ts";
import type { Layout } from "../layout.ts";
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

/** `--source`, of commands that read logins. */
export const SOURCE_OPTION = {
  source: {
    type: "string",
    isCommon: true,
    value: "NAME",
    help: "read by libc, or the file: auto, libc, file",
  },
} as const;

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

/** @throws {@link UsageError} if logins do not come from there */
export function sourceValue({ source }: { readonly source?: string }): {
  source?: "auto" | "libc" | "file";
} {
  if (source === undefined) return {};
  if (source === "auto" || source === "libc" || source === "file") return { source };
  throw new UsageError(`Unknown source "${source}": known are auto, libc, file`);
}
