import { hostPlatform } from "../../platforms/index.ts";
import { LoginRecordError } from "../errors.ts";
import type { SystemLibrary } from "../platform.ts";

/** As setlocale(3) has it for a category; where libc can't be asked, what the environment names. */
export function localeName(category: Parameters<SystemLibrary["localeOf"]>[0]): string {
  try {
    return hostPlatform().openLibrary().localeOf(category);
  } catch (error) {
    if (!(error instanceof LoginRecordError)) throw error;
    const { LC_ALL, LANG } = process.env;
    return LC_ALL || process.env[category] || LANG || "C";
  }
}

/** Whether text of this locale is UTF-8, so that a terminal shows what is not ASCII. */
export function isUtf8Locale(): boolean {
  return /utf-?8/i.test(localeName("LC_CTYPE"));
}
