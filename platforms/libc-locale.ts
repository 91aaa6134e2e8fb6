import { cString } from "../src/library.ts";
import type { SystemLibrary } from "../src/platform.ts";
import { type Address, textAt } from "./libc-memory.ts";

/** The functions of <locale.h>, and the environment as they see it. */
export interface LocaleFunctions {
  getenv(name: Uint8Array): Address;
  newlocale(mask: number, locale: Uint8Array, base: null): Address;
  freelocale(locale: NonNullable<Address>): void;
}

type Category = Parameters<SystemLibrary["localeOf"]>[0];

/** LC_CTYPE_MASK and LC_TIME_MASK of <locale.h>, which systems have differently. */
export type LocaleMasks = Readonly<Record<Category, number>>;

const DEFAULT = "C";

/** The locale of a category, as setlocale(3) would take it from the environment. */
export function localeName(libc: LocaleFunctions, masks: LocaleMasks, category: Category): string {
  const name = named(libc, category);
  const locale = libc.newlocale(masks[category], cString(name), null);
  if (locale === null) return DEFAULT;
  libc.freelocale(locale);
  return name;
}

/** What is empty names none: environ(7). */
function named(libc: LocaleFunctions, category: Category): string {
  for (const variable of ["LC_ALL", category, "LANG"]) {
    const name = textAt(libc.getenv(cString(variable)));
    if (name !== null && name !== "") return name;
  }
  return DEFAULT;
}
