// `utmpx dump` over a file of every kind that there is, there and back.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { layoutNames } from "../../platforms/index.ts";
import type { UtmpEntryJSON } from "../../src/entry.ts";
import { foreignFile, KINDS, writeForeign, type Kind } from "../files/foreign-files.ts";
import { TemporaryDirectory } from "../temporary.ts";

const BATCH = Bun.fileURLToPath(new URL("dump-batch.ts", import.meta.url));
const SEED = 20261122;
const RECORDS = 16;

/** One of each layout and way in which its records stand. */
const logins = [
  ...new Map(
    KINDS.filter(({ database }) => database !== "lastlog").map((kind) => [
      `${kind.layout} ${kind.framing}`,
      kind,
    ]),
  ).values(),
];

/** What a run of the command left behind. */
interface Run {
  readonly code: number | undefined;
  readonly err: string | undefined;
}

const directory = new TemporaryDirectory();
const runs = new Map<string, Run>();

function nameOf({ layout, database }: Kind): string {
  return `${layout}.${database}`;
}

/** Makes one file of another: all that is asked of `dump` for a kind, by the name of what it makes. */
function commandsFor(kind: Kind): (readonly [made: string, from: string, ...args: string[]])[] {
  const name = nameOf(kind);
  const { layout, framing } = kind;
  return [
    [`${name}.json`, name, "--json"],
    [`${name}.raw.json`, name, "--json", "--raw"],
    [`${name}.raw`, `${name}.raw.json`, "-r"],
    [`${name}.raw.ndjson`, name, "--ndjson", "--raw", "--layout", layout],
    [`${name}.raw2`, `${name}.raw.ndjson`, "-r"],
    [`${name}.made`, `${name}.json`, "-r", "--layout", layout],
    [`${name}.made.json`, `${name}.made`, "--json", "--layout", layout],
    [`${name}.txt`, name, "--layout", layout],
    [`${name}.text`, `${name}.txt`, "-r", "--layout", layout],
    [`${name}.text.txt`, `${name}.text`, "--layout", layout],
    [`${name}.text.json`, `${name}.text`, "--json", "--layout", layout],
    // Root has no record in this failedlogin, and others' stand too far behind for a pipe.
    [
      `${name}.fifo.json`,
      `${name}.fifo`,
      "--json",
      ...(framing === "by-uid" ? ["--layout", layout] : []),
    ],
  ];
}

beforeAll(async () => {
  Bun.spawnSync(["mkfifo", ...logins.map((kind) => directory.at(`${nameOf(kind)}.fifo`))]);
  for (const kind of logins) {
    const file = foreignFile(kind, { seed: SEED, records: RECORDS });
    const path = directory.at(nameOf(kind));
    writeForeign(path, file);
    // Waits for its reader, and then gives it pieces that are no whole records.
    const piece = `bs=${Math.ceil(file.size / 5000)}`;
    Bun.spawn(["dd", `if=${path}`, `of=${path}.fifo`, piece, "status=none"]);
  }
  const commands = logins.flatMap((kind) => commandsFor(kind));
  const args = commands.map(([made, from, ...options]) => [
    ...options,
    ...["-o", directory.at(made), directory.at(from)],
  ]);
  const child = Bun.spawn([process.execPath, BATCH], {
    stdin: Buffer.from(JSON.stringify(args)),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  expect(await child.exited).toBe(0);
  const codes: number[] = JSON.parse(out);
  const said = err.replaceAll(directory.path, "").split("\0");
  for (const [i, [made]] of commands.entries()) runs.set(made, { code: codes[i], err: said[i] });
}, 60_000);

afterAll(() => directory[Symbol.dispose]());

function made(name: string): Buffer {
  return readFileSync(directory.at(name));
}

function entriesOf(name: string): UtmpEntryJSON[] {
  return JSON.parse(made(name).toString());
}

test("there is a file of every layout", () => {
  const found = new Set(logins.map(({ layout }) => layout));
  expect(layoutNames("utmp").filter((name) => !found.has(name))).toEqual([]);
});

describe.each(logins)("a $database of $layout", (kind) => {
  const name = nameOf(kind);

  test("is dumped and made without a complaint, and without its layout being named", () => {
    const said = commandsFor(kind).map(([output]) => runs.get(output));
    const dumped = { code: 0, err: "" };
    const undumped = (from: string): Run => ({ code: 0, err: `Utmp undump of /${name}.${from}\n` });
    expect(said).toEqual([
      dumped,
      dumped,
      undumped("raw.json"),
      dumped,
      undumped("raw.ndjson"),
      undumped("json"),
      dumped,
      { code: 0, err: `Utmp dump of /${name}\n` },
      undumped("txt"),
      { code: 0, err: `Utmp dump of /${name}.text\n` },
      dumped,
      dumped,
    ]);
  });

  test("is read from a pipe as from its file", () => {
    expect(made(`${name}.fifo.json`).toString()).toBe(made(`${name}.json`).toString());
  });

  test("comes back byte for byte from JSON with its raw bytes", () => {
    expect(made(`${name}.raw`)).toEqual(made(name));
    expect(made(`${name}.raw2`)).toEqual(made(name));
  });

  test("comes back with the same entries from JSON without", () => {
    expect(entriesOf(`${name}.json`).length).toBeGreaterThanOrEqual(RECORDS);
    expect(made(`${name}.made.json`).toString()).toBe(made(`${name}.json`).toString());
  });

  test("comes back from text with what text holds", () => {
    expect(made(`${name}.text.txt`).toString()).toBe(made(`${name}.txt`).toString());
    const held = entriesOf(`${name}.json`).map((entry) => textualOf(entry));
    const again = entriesOf(`${name}.text.json`).map((entry) => textualOf(entry));
    expect(again).toEqual(held);
  });
});

/** What lines of text hold: printable characters, without the blanks at the end. */
function textualOf(entry: UtmpEntryJSON): object {
  const { type, typeCode, pid, time, micros, address } = entry;
  const numbers = { type, typeCode, pid, time, micros, address };
  const { idBytes, userBytes, lineBytes, hostBytes } = entry;
  return {
    ...numbers,
    id: shown(entry.id, idBytes),
    user: shown(entry.user, userBytes),
    line: shown(entry.line, lineBytes),
    host: shown(entry.host, hostBytes),
  };
}

function shown(text: string, hex: string | undefined): string {
  const bytes = hex === undefined ? Buffer.from(text) : Buffer.from(hex, "hex");
  const latin1 = bytes.toString("latin1");
  return latin1.replace(/[^ -Z\\^-~]/g, "?").trimEnd();
}
