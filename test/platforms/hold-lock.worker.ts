// Takes the lock that libc-lock.test.ts is about, and gives it back when it is told to: at once, or
// in some milliseconds.
import { alone } from "../../platforms/libc-lock.ts";
import { openStreamLock } from "./stream-lock.ts";

declare const self: Worker;

const { libc, stream } = openStreamLock();

self.onmessage = ({ data: milliseconds }: MessageEvent<number>) => {
  const until = new Int32Array(new SharedArrayBuffer(4));
  alone(libc, stream, 1000, () => {
    self.postMessage(until);
    Atomics.wait(until, 0, 0, milliseconds);
  });
  self.postMessage("released");
};
