// Reads a file many times through libc; told its path, it says what it saw.
import { linuxGlibc } from "../../platforms/linux-glibc.ts";
import { Utmp } from "../../src/views/utmp.ts";

declare const self: Worker;

const layout = linuxGlibc.files.utmp.id;

self.onmessage = ({ data }: MessageEvent<string>) => {
  const users = new Set<string>();
  let count = 0;
  for (let times = 0; times < 200; times++) {
    // Disturbed by another worker, libc may be given up: the file is then read itself.
    for (const entry of new Utmp({ path: data, layout, source: "libc" })) {
      users.add(entry.user);
      count++;
    }
  }
  self.postMessage({ users: [...users], count });
};
