// Lists the accounts many times; told how often, it says which different lists it saw.
import { hostPlatform } from "../../platforms/index.ts";

declare const self: Worker;

self.onmessage = ({ data: times }: MessageEvent<number>) => {
  const library = hostPlatform().openLibrary();
  const seen = new Set<string>();
  for (let i = 0; i < times; i++) {
    seen.add(JSON.stringify(library.accounts()));
    library.uidOf("root");
    library.nameOf(0);
  }
  self.postMessage([...seen]);
};
