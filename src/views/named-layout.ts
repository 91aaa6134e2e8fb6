import { findLayout } from "../../platforms/index.ts";

/** Which system's records are read, and their layout if that is named. */
interface Where {
  readonly root?: string;
  readonly layout?: string;
}

/** A layout that is named is that of the stores which can have it. */
export function whereOf(record: "utmp" | "lastlog", { root, layout }: Where): Where {
  const where = root === undefined ? {} : { root };
  if (layout === undefined) return where;
  const other = record === "utmp" ? "lastlog" : "utmp";
  const isOther = findLayout(layout, record) === null && findLayout(layout, other) !== null;
  return isOther ? where : { ...where, layout };
}
