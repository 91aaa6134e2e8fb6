/** What a worker is asked to read, through which library. */
export interface Question {
  readonly system: "freebsd" | "darwin";
  readonly library: string;
  readonly file: string;
  readonly times: number;
}

/** Has a worker read many times; gives the different lists of users that it saw. */
export async function askWorker(question: Question): Promise<readonly string[]> {
  const worker = new Worker(new URL("./read.worker.ts", import.meta.url).href);
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  worker.onmessage = ({ data }: MessageEvent<readonly string[]>) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.postMessage(question);
  const answer = await promise;
  worker.terminate();
  return answer;
}
