import { hostPlatform } from "../../platforms/index.ts";
import { LoginRecordError } from "../errors.ts";

/** Whether text of this locale is UTF-8, so that a terminal shows what is not ASCII. */
export function isUtf8Locale(): boolean {
  return /utf-?8/i.test(localeName());
}

/** As setlocale(3) has it; where libc can't be asked, what the environment names. */
function localeName(): string {
  try {
    return hostPlatform().openLibrary().localeOf("LC_CTYPE");
  } catch (error) {
    if (!(error instanceof LoginRecordError)) throw error;
    const { LC_ALL, LC_CTYPE, LANG } = process.env;
    return LC_ALL || LC_CTYPE || LANG || "C";
  }
}
