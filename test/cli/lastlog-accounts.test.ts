import { describe, expect, test } from "bun:test";
import { shownAccounts, wantedUsers } from "../../src/cli/lastlog-accounts.ts";
import type { Accounts } from "../../src/passwd.ts";

const UID_MAX = 60_000;

/** A directory that finds accounts and lists none of them: that would take too long. */
const found: Accounts = {
  accounts() {
    throw new Error("Nobody should list these");
  },
  nameOf: (uid) => (uid === 5 ? "ann" : null),
  uidOf: (name) => (name === "ann" || name === "other" ? 5 : name === "lost" ? 6 : null),
};

describe("accounts that are found need no list", () => {
  test.each([
    ["ann", [{ name: "ann", uid: 5 }]],
    ["5", [{ name: "ann", uid: 5 }]],
    ["5-5", [{ name: "ann", uid: 5 }]],
    ["other", [{ name: "ann", uid: 5 }]],
    ["lost", []],
    ["7", []],
  ])("%s", (text, accounts) => {
    const wanted = wantedUsers(text, found, () => false);
    expect(shownAccounts(found, wanted, UID_MAX)).toEqual(accounts);
  });

  test("and others do", () => {
    expect(() =>
      shownAccounts(
        found,
        wantedUsers("5-", found, () => false),
        UID_MAX,
      ),
    ).toThrow("list");
    expect(() => shownAccounts(found, null, UID_MAX)).toThrow("list");
  });
});
