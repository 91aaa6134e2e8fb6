// A service that goes by a script. It has a thread of its own, because its client waits for it without
// giving way to anything else.
import { createServer, type Socket } from "node:net";
import type { Script } from "./local-service.ts";

declare const self: Worker;

type Order = "end" | { readonly path: string; readonly script: Script };

const clients = new Set<Socket>();
const server = createServer();

self.onmessage = ({ data: order }: MessageEvent<Order>) => {
  if (order === "end") return end();
  server.on("connection", (client) => {
    clients.add(client);
    client.on("close", () => clients.delete(client));
    client.on("error", () => client.destroy());
    serve(client, order.script).catch((error: unknown) => {
      // Whoever goes before the script is over may do so.
      if (!client.destroyed) throw error;
    });
  });
  server.listen(order.path, () => self.postMessage("listening"));
};

/** Leaves nothing that the thread would wait for. */
function end(): void {
  self.onmessage = null;
  server.close();
  for (const client of clients) client.destroy();
}

async function serve(
  client: Socket,
  { exchanges, pause = 0, end = "stay" }: Script,
): Promise<void> {
  const heard = client[Symbol.asyncIterator]();
  let bytes: Uint8Array = new Uint8Array(0);
  for (const { question, answer } of exchanges) {
    while (bytes.length < question.length) {
      const { value, done } = await heard.next();
      // What is not understood is not answered.
      if (done === true || !Buffer.isBuffer(value)) return void client.destroy();
      bytes = Buffer.concat([bytes, value]);
    }
    if (Buffer.compare(bytes, question) !== 0) return void client.destroy();
    bytes = new Uint8Array(0);
    for (const piece of answer) {
      if (pause > 0) await Bun.sleep(pause);
      if (client.destroyed) return;
      const { promise, resolve } = Promise.withResolvers<unknown>();
      client.write(piece, resolve);
      await promise;
    }
  }
  if (end === "close") client.end();
}
