import { connectLocal } from "../platforms/linux-socket.ts";
import type { LocalSocket } from "../src/platform.ts";
import { TemporaryDirectory } from "./temporary.ts";

/** What a service does with everybody who connects. */
export interface Script {
  /** What it waits for, and the pieces of what it answers then, one after the other. */
  readonly exchanges: readonly Exchange[];
  /** Milliseconds before each piece. */
  readonly pause?: number;
  /** What it does in the end; it stays if nothing is said. */
  readonly end?: "stay" | "close";
}

export interface Exchange {
  readonly question: Uint8Array;
  readonly answer: readonly Uint8Array[];
}

/** A service of this machine that goes by a script, in a thread of its own. */
export class LocalService implements AsyncDisposable {
  readonly path: string;
  readonly #directory: TemporaryDirectory;
  readonly #worker: Worker;
  readonly #closed: Promise<unknown>;
  #error: Error | null = null;

  private constructor(directory: TemporaryDirectory, worker: Worker) {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    worker.addEventListener("close", resolve);
    worker.addEventListener("error", ({ message }) => {
      this.#error = new Error(message);
    });
    this.#directory = directory;
    this.#worker = worker;
    this.#closed = promise;
    this.path = directory.at("socket");
  }

  /** Starts one, and waits until it listens. */
  static async start(script: Script): Promise<LocalService> {
    const worker = new Worker(new URL("./local-service.worker.ts", import.meta.url).href);
    const service = new LocalService(new TemporaryDirectory(), worker);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    worker.onmessage = resolve;
    worker.postMessage({ path: service.path, script });
    await Promise.race([promise, service.#closed]);
    if (service.#error !== null) throw service.#error;
    return service;
  }

  /** Connects, has the socket used and closes it. */
  use<Result>(use: (socket: LocalSocket) => Result, step = 10_000): Result {
    using socket = connectLocal(this.path, { step, total: 60_000 });
    return use(socket);
  }

  /**
   * Ends the service. Its thread ends by itself: Bun may crash where one is ended that has sockets.
   *
   * @throws what the service has failed with
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#worker.postMessage("end");
    await this.#closed;
    this.#directory[Symbol.dispose]();
    if (this.#error !== null) throw this.#error;
  }
}

/** One byte at a time. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}
