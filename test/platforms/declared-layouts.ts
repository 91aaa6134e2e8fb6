import { layouts } from "../../platforms/all.ts";
import type { Layout } from "../../src/layout.ts";

/** All layouts that a module of a system exports: those of files, and those of memory alone. */
export async function declaredLayouts(): Promise<readonly Layout[]> {
  const found = new Set<Layout>(layouts);
  const folder = new URL("../../platforms/", import.meta.url).pathname;
  for (const file of new Bun.Glob("*.ts").scanSync(folder)) {
    const module: Record<string, unknown> = await import(folder + file);
    for (const value of Object.values(module)) if (isLayout(value)) found.add(value);
  }
  return [...found];
}

function isLayout(value: unknown): value is Layout {
  return typeof value === "object" && value !== null && "record" in value && "fields" in value;
}
