// All that it takes to pair the records of a history, for who loads it only then.

export { AsOf } from "./as-of.ts";
export { pairSessions } from "./pair-sessions.ts";
export { RecordsBeside } from "./records-beside.ts";
export { OrderedSessions } from "./ordered-sessions.ts";
export { selectSessions, wantedSessions } from "./select-sessions.ts";
export { checkSessionOptions } from "./session-options.ts";
export { SessionPairer } from "./session-pairer.ts";
export { Session } from "./session.ts";
