import { version } from "../../package.json";

/** What `--version` says. */
export const VERSION_TEXT: string = `utmpx ${version}\n`;
