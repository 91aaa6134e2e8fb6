import { Database } from "bun:sqlite";

/** As wtmpdb makes it. */
export const WTMP_SQL: string =
  "CREATE TABLE wtmp(ID INTEGER PRIMARY KEY, Type INTEGER, User TEXT NOT NULL, Login INTEGER, Logout INTEGER, TTY TEXT, RemoteHost TEXT, Service TEXT) STRICT";

/** SQL that adds so many sessions. */
export function addRows(count: number): string {
  return `INSERT INTO wtmp
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    SELECT NULL, 3, 'user' || (i % 300), 1788242369636821 + i, 1788242369636821 + 2 * i,
      'pts/' || (i % 40), 'host' || (i % 5000) || '.example.org', 'login' FROM n`;
}

/** A database with so many sessions, and with what else is done to it. */
export function makeWtmpdb(path: string, count: number, ...statements: readonly string[]): void {
  runSql(path, WTMP_SQL, addRows(count), ...statements);
}

export function runSql(path: string, ...statements: readonly string[]): void {
  using database = new Database(path);
  for (const sql of statements) database.run(sql);
}
