import { join } from "node:path";
import { activity, attacks, strangers, transfers, type Activity } from "./activity.ts";
import { makeRecords, type Contained } from "./make-records.ts";

/** A file, and what readers are to find in it. */
export interface DataFile extends Contained {
  readonly path: string;
}

/** What the works read. */
export interface Data {
  /** 500 users, 2,000 hosts, 200 lines. */
  readonly usual: DataFile;
  /** The same, every host different. */
  readonly strangers: DataFile;
  /** Ten records of it. */
  readonly few: DataFile;
  /** Ten times as many. */
  readonly many: DataFile;
  /** As many failed logins from 500,000 addresses. */
  readonly attacks: DataFile;
  /** Sessions with a line of their own each. */
  readonly transfers: DataFile;
  /** The first half of them. */
  readonly halfTransfers: DataFile;
  /** A time that few sessions of the usual file lie behind. */
  readonly late: string;
}

const MANY = 10;
const TRANSFERS = 0.16;
const LATE = 0.99;

/** @param records how many the usual file has */
export function makeData(directory: string, records: number): Data {
  const make = (name: string, count: number, written: Activity): DataFile => {
    const path = join(directory, name);
    return { path, ...makeRecords(path, count, written) };
  };
  const transferRecords = 2 * Math.ceil((records * TRANSFERS) / 4) * 2;
  return {
    usual: make("wtmp", records, activity()),
    strangers: make("wtmp.hosts", records, strangers()),
    few: make("wtmp.ten", 10, activity()),
    many: make("wtmp.many", MANY * records, activity()),
    attacks: make("btmp", MANY * records, attacks()),
    transfers: make("wtmp.ftp", transferRecords, transfers()),
    halfTransfers: make("wtmp.half-ftp", transferRecords / 2, transfers()),
    late: timeOf(activity(), Math.floor(records * LATE)),
  };
}

/** The time of a record, as options take it. */
function timeOf(written: Activity, record: number): string {
  for (let i = 0; i < record; i++) written.next();
  return written.next().value.time?.toISOString() ?? "";
}
