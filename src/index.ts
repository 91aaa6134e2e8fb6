export { UtmpEntry } from "./entry.ts";
export type { ExitStatus, UtmpEntryFields, UtmpEntryJSON } from "./entry.ts";
export {
  LibraryError,
  LoginRecordError,
  RecordFormatError,
  StoreError,
  UnsupportedPlatformError,
} from "./errors.ts";
export type { ErrorCause } from "./errors.ts";
export { detect } from "./files/detect.ts";
export type { Detection, NoDetection, Rival } from "./files/detect.ts";
export { UtmpFile } from "./files/utmp-file.ts";
export type { UtmpFileOptions } from "./files/utmp-file.ts";
export { LastlogEntry } from "./lastlog-entry.ts";
export type { LastlogEntryFields, LastlogEntryJSON } from "./lastlog-entry.ts";
export type { RecordProblem } from "./problems.ts";
export {
  ACCOUNTING,
  BOOT_TIME,
  DEAD_PROCESS,
  EMPTY,
  INIT_PROCESS,
  LOGIN_PROCESS,
  NEW_TIME,
  OLD_TIME,
  RUN_LEVEL,
  RUN_LVL,
  USER_PROCESS,
} from "./record-types.ts";
export type { RecordType } from "./record-types.ts";
export type { FailureSource } from "./report/failure-sources.ts";
export { readReport } from "./report/report.ts";
export type { Report, ReportOptions } from "./report/report.ts";
export type {
  FailureCountOptions,
  FailureKey,
  FailureOptions,
} from "./sessions/failure-options.ts";
export type { FailureCount } from "./sessions/failure-tally.ts";
export type { SessionOptions } from "./sessions/session-options.ts";
export { Session } from "./sessions/session.ts";
export type { PairedBy, RecordPlace, SessionEnd, SessionJSON } from "./sessions/session.ts";
export type { SourceName } from "./source.ts";
export { Btmp } from "./views/btmp.ts";
export { Lastlog } from "./views/lastlog.ts";
export { btmp, lastlog, utmp, wtmp } from "./views/live.ts";
export type { SourceStatus, StoreName, StoreState } from "./views/source-status.ts";
export { sources } from "./views/sources.ts";
export type { SourcesOptions } from "./views/sources.ts";
export { Utmp } from "./views/utmp.ts";
export type { UtmpView } from "./views/utmp-view.ts";
export type { AbortSignalLike, LastlogOptions, ViewOptions } from "./views/view-options.ts";
export { Wtmp } from "./views/wtmp.ts";
