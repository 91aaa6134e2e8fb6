import type { Command } from "./command.ts";
import { lastCommand } from "./last-command.ts";

const command: Command = lastCommand(
  "last",
  "Lists who was logged in, the newest first, as last(1) does",
  "wtmp",
);

export default command;
