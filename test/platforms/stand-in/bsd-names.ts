// What is asked of bsd-names.h, and what it has to answer.

import type { SystemLibrary } from "../../../src/platform.ts";
import { askLibrary, type Which } from "../library-process.ts";

/** What a library says of hosts. */
export function hostsOf({ hostNameOf, canonicalNameOf }: SystemLibrary): unknown {
  const six = [0x20, 0x01, 0x0d, 0xb8, ...new Uint8Array(11)];
  const addresses = [
    [198, 51, 100, 7],
    [198, 51, 100, 8],
    [198, 51, 100, 99],
    [...six, 7],
    [...six, 8],
    [],
    [198, 51, 100],
    [...six, 0, 7],
  ];
  return {
    names: addresses.map((octets) => hostNameOf(Uint8Array.from(octets))),
    canonical: ["seven", "nameless", "eight"].map((host) => canonicalNameOf(host)),
  };
}

export const HOSTS = {
  names: [
    "seven.example.org",
    "198.51.100.8",
    null,
    "seven.six.example.org",
    "2001:db8::8",
    null,
    null,
    null,
  ],
  canonical: ["seven.example.org", "nameless", null],
} as const;

/** What a library says of locales, of which one is installed for characters and one for times. */
export function localesOf(which: Which): readonly unknown[] {
  return ["sr_RS.UTF-8", "nb_NO.UTF-8", "C"].map((LC_ALL) =>
    askLibrary(
      { LC_ALL },
      ({ localeOf }) => [localeOf("LC_CTYPE"), localeOf("LC_TIME")],
      null,
      which,
    ),
  );
}

export const LOCALES = [
  ["sr_RS.UTF-8", "C"],
  ["C", "nb_NO.UTF-8"],
  ["C", "C"],
] as const;
