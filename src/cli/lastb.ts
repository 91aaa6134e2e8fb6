import type { Command } from "./command.ts";
import { lastCommand } from "./last-command.ts";

const command: Command = lastCommand(
  "lastb",
  "Lists logins that failed, the newest first, as lastb(1) does",
  "btmp",
);

export default command;
