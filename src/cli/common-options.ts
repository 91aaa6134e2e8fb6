import { findLayout, layoutNames } from "../../platforms/index.ts";
import { UsageError } from "./usage-error.ts";

/** `--root`, of every command. */
export const ROOT_OPTION = {
  root: { type: "string", value: "DIR", help: "read the system whose tree is at DIR" },
} as const;

/** `--layout`, of every command. */
export const LAYOUT_OPTION = {
  layout: { type: "string", value: "ID", help: "layout of the records, or auto" },
} as const;

/** `--source`, of commands that read logins. */
export const SOURCE_OPTION = {
  source: { type: "string", value: "NAME", help: "read by libc, or the file: auto, libc, file" },
} as const;

/** @throws {@link UsageError} if it is empty, as an unset variable of a shell */
export function rootValue({ root }: { readonly root?: string }): { root?: string } {
  if (root === "") throw new UsageError("Cannot read an empty --root: a directory is wanted");
  return root === undefined ? {} : { root };
}

/** @throws {@link UsageError} if no records have this layout */
export function layoutValue({ layout }: { readonly layout?: string }): { layout?: string } {
  if (layout === undefined || layout === "auto") return {};
  if (findLayout(layout, "utmp") === null && findLayout(layout, "lastlog") === null) {
    throw new UsageError(`Unknown layout "${layout}": known are ${layoutNames().join(", ")}`);
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
