import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { hostPlatform } from "../../platforms/index.ts";
import { LibraryError } from "../../src/errors.ts";
import { canBeLive } from "../live-system.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { questionCommand, run, type Question } from "./library-process.ts";

const library = hostPlatform().openLibrary();

test("this host's own address is localhost", () => {
  expect(library.hostNameOf(Uint8Array.of(127, 0, 0, 1))).toBe("localhost");
});

test("what is no address has no name", () => {
  for (const length of [0, 1, 3, 5, 15, 17, 28]) {
    expect(library.hostNameOf(new Uint8Array(length))).toBeNull();
  }
});

test("the full name of an address is the address", () => {
  const names = ["127.0.0.1", "::1", "2001:db8::7"].map((host) => library.canonicalNameOf(host));
  expect(names).toEqual(["127.0.0.1", "::1", "2001:db8::7"]);
});

test("what is no host has no full name", () => {
  expect(library.canonicalNameOf("")).toBeNull();
  expect(() => library.canonicalNameOf("local\0host")).toThrow(LibraryError);
});

const HOSTS = `127.0.0.1 localhost
198.51.100.7 seven.example.org seven
2001:db8::7 seven.six.example.org seven6
`;

const WITH_HOSTS =
  'mount --bind "$1" /etc/hosts && mount --bind "$2" /etc/nsswitch.conf && shift 2 && exec "$@"';

describe.skipIf(!canBeLive)("where only a file knows hosts", () => {
  const ask = <Given>(question: Question<Given>, given: Given): unknown => {
    using directory = new TemporaryDirectory();
    const [hosts, order] = [directory.at("hosts"), directory.at("nsswitch.conf")];
    writeFileSync(hosts, HOSTS);
    writeFileSync(order, "hosts: files\n");
    const command = questionCommand(question, given);
    return JSON.parse(
      run(["unshare", "--mount", "sh", "-c", WITH_HOSTS, "sh", hosts, order, ...command]),
    );
  };

  test("an address has a host's name, or stands for itself", () => {
    const six = [0x20, 0x01, 0x0d, 0xb8, ...new Uint8Array(11)];
    const mapped = [...new Uint8Array(10), 0xff, 0xff];
    const names = {
      "seven.example.org": [198, 51, 100, 7],
      "198.51.100.8": [198, 51, 100, 8],
      "seven.six.example.org": [...six, 7],
      "2001:db8::8": [...six, 8],
      "::ffff:198.51.100.8": [...mapped, 198, 51, 100, 8],
      "255.255.255.255": [255, 255, 255, 255],
    };
    const answer = ask(
      ({ hostNameOf }, given) => given.map((octets) => hostNameOf(Uint8Array.from(octets))),
      Object.values(names),
    );
    expect(answer).toEqual(Object.keys(names));
  });

  test("a host's full name is found by any of its names", () => {
    const answer = ask(
      ({ canonicalNameOf }, given) => given.map((host) => canonicalNameOf(host)),
      ["seven", "SEVEN", "seven6", "eight", "eight.example.org", "x".repeat(300), "a b", "\u{1b}["],
    );
    const [seven, six] = ["seven.example.org", "seven.six.example.org"];
    expect(answer).toEqual([seven, seven, six, null, null, null, null, null]);
  });
});
