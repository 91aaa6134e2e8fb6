import type { Subprocess } from "bun";

const SCRIPT = `
  import { Database } from "bun:sqlite";
  const database = new Database(process.env.DATABASE);
  for await (const line of console) {
    const { sql, delay } = JSON.parse(line);
    await Bun.sleep(delay);
    try {
      database.run(sql);
      console.log("done");
    } catch (error) {
      console.log(error.code);
    }
  }`;

/** A program of its own that has a database open for writing. */
export class DatabaseWriter implements AsyncDisposable {
  readonly #child: Subprocess<"pipe", "pipe", "inherit">;
  readonly #answers: AsyncIterator<string>;

  constructor(path: string) {
    this.#child = Bun.spawn([process.execPath, "-e", SCRIPT], {
      env: { ...process.env, DATABASE: path },
      stdin: "pipe",
      stdout: "pipe",
    });
    this.#answers = linesOf(this.#child.stdout);
  }

  /**
   * Runs statements, after so many milliseconds, also while this process waits for something else.
   *
   * @returns `done`, or the code of SQLite's error
   */
  async run(sql: string, delay: number = 0): Promise<string> {
    this.#child.stdin.write(`${JSON.stringify({ sql, delay })}\n`);
    await this.#child.stdin.flush();
    const { value } = await this.#answers.next();
    return value;
  }

  /** Ends it where it stands: it can't tidy up. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of stream) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  return "ended";
}
