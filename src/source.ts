/** The stores that records come from. */
export type SourceName = "libc" | "file" | "utmps" | "logind" | "wtmpdb" | "wtmpdbd" | "lastlog2";
