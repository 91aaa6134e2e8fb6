import { expect, test } from "bun:test";
import { hostPlatform } from "../../platforms/index.ts";
import type { Account } from "../../src/platform.ts";
import { run } from "./library-process.ts";

const library = hostPlatform().openLibrary();

/** What getent(1) lists. */
function accountsOfGetent(): Account[] {
  const lines = run(["getent", "passwd"]).trimEnd().split("\n");
  return lines.map((line) => {
    const [name = "", , uid] = line.split(":");
    return { name, uid: Number(uid) };
  });
}

test("accounts are those that getent(1) lists, in its order", () => {
  const accounts = library.accounts();
  expect(accounts).toEqual(accountsOfGetent());
  expect(accounts).toContainEqual({ name: "root", uid: 0 });
  expect(library.accounts()).toEqual(accounts);
});

test("an account that is looked for is the first of its name", () => {
  for (const { name } of library.accounts()) {
    const first = accountsOfGetent().find((account) => account.name === name);
    expect(library.uidOf(name)).toBe(first?.uid ?? null);
  }
});

test("a uid has the name of the first account that has it, as getent(1) finds it", () => {
  const uids = library.accounts().map(({ uid }) => uid);
  for (const uid of [...uids, 65534, 0xffffffff]) {
    const child = Bun.spawnSync(["getent", "passwd", String(uid)]);
    const [name = ""] = child.stdout.toString().split(":", 1);
    expect([uid, library.nameOf(uid)]).toEqual([uid, name === "" ? null : name]);
  }
});

test.each([-1, 2 ** 32, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("%p is no uid", (uid) => {
  expect(library.nameOf(uid)).toBeNull();
});

test("workers that list accounts at the same time do not mix up what they list", async () => {
  const answers = Array.from({ length: 3 }, async () => {
    const worker = new Worker(new URL("./list-accounts.worker.ts", import.meta.url).href);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(300);
    const answer = await promise;
    worker.terminate();
    return answer;
  });
  const list = [JSON.stringify(library.accounts())];
  expect(await Promise.all(answers)).toEqual([list, list, list]);
});
