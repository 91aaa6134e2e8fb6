import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { freebsdUtxLog } from "../../platforms/freebsd.ts";
import { encodeUtmp } from "../../src/encode.ts";
import { encodeFrame } from "../../src/files/utx-log.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { frame } from "../utx-log-file.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const BOOT = futx(1, { microseconds: 1_795_363_270_026_708 });
const LOGIN = futx(4, {
  microseconds: 1_795_363_295_555_467,
  id: "ts/1",
  pid: 209,
  user: "alice",
  line: "pts/1",
  host: "example.org",
});
const LOGOUT = futx(7, {
  microseconds: 1_795_363_295_600_000,
  id: Uint8Array.of(255, 2),
  pid: 209,
});
const SHUTDOWN = futx(8, { microseconds: 1_795_363_297_000_000 });

interface Values {
  readonly microseconds: number;
  readonly id?: string | Uint8Array;
  readonly pid?: number;
  readonly user?: string;
  readonly line?: string;
  readonly host?: string;
}

/** A record of FreeBSD. */
function futx(type: number, { microseconds, pid = 0, ...texts }: Values): Uint8Array {
  const bytes = Object.entries(texts).map(([name, text]: [string, string | Uint8Array]) => [
    name,
    typeof text === "string" ? new TextEncoder().encode(text) : text,
  ]);
  const values = { type, microseconds, pid, ...Object.fromEntries(bytes) };
  return encodeUtmp(freebsdUtxLog, "big", values);
}

/** Dumps bytes and makes them anew. */
function roundTrip(
  bytes: Uint8Array,
  out: readonly string[],
  back: readonly string[],
): { dump: Run; undump: Run; made: Buffer } {
  using directory = new TemporaryDirectory();
  const dump = runUtmpx(["dump", ...out], { stdin: bytes });
  const copy = directory.at("copy");
  const undump = runUtmpx(["dump", "-r", "-o", copy, ...back], { stdin: dump.out });
  return { dump, undump, made: readFileSync(copy) };
}

const SAID = "Utmp undump of /dev/stdin\n";

describe("dump -r of FreeBSD's utx.log", () => {
  test("brings odd frames back as they were", () => {
    const bytes = Buffer.concat([
      encodeFrame(BOOT),
      frame(LOGIN),
      frame(Uint8Array.of(0)),
      frame(Buffer.concat([LOGIN, Buffer.from("behind it")])),
      frame(LOGOUT.subarray(0, 60)),
      // Cut off behind its record, which is whole.
      frame(LOGIN, 300),
    ]);
    for (const format of ["--json", "--ndjson"]) {
      const { dump, undump, made } = roundTrip(
        bytes,
        ["--layout", "freebsd-utx-log", format, "--raw"],
        [],
      );
      const said = [
        'utmpx: Cannot decode "/dev/stdin" at byte 412: 9 bytes more belong to a record of 206 and a record takes 197',
        'utmpx: Cannot decode "/dev/stdin" at byte 483: 199 bytes remain and a record takes 302',
      ];
      expect({ ...dump, out: "" }).toEqual({ code: 1, out: "", err: `${said.join("\n")}\n` });
      expect(undump).toEqual({ code: 0, out: "", err: SAID });
      expect(made).toEqual(bytes);
    }
  });

  test("leaves out what is no record, which dump has said", () => {
    const frames = Buffer.concat([encodeFrame(BOOT), encodeFrame(LOGIN)]);
    const bytes = Buffer.concat([
      encodeFrame(BOOT),
      new Uint8Array(7),
      encodeFrame(LOGIN),
      encodeFrame(LOGOUT).subarray(0, 9),
    ]);
    const { dump, undump, made } = roundTrip(bytes, ["--json", "--raw"], []);
    const said = [
      'utmpx: Cannot decode "/dev/stdin" at byte 11: 7 zero bytes are there and the length of a record is wanted',
      'utmpx: Cannot decode "/dev/stdin" at byte 100: 9 bytes remain and a record takes 23',
    ];
    expect({ ...dump, out: "" }).toEqual({ code: 1, out: "", err: `${said.join("\n")}\n` });
    expect(undump).toEqual({ code: 0, out: "", err: SAID });
    expect(made).toEqual(frames);
  });

  test("makes Linux's records of what Linux has room for, with its numbers", () => {
    const bytes = Buffer.concat([BOOT, LOGIN, LOGOUT, SHUTDOWN].map((one) => encodeFrame(one)));
    const { undump, made } = roundTrip(bytes, ["--json"], ["--layout", "linux-glibc-384-le"]);
    const refusal =
      'utmpx: Cannot make record 4 of "/dev/stdin": linux-glibc-384-le has no room for its type SHUTDOWN_TIME\n';
    expect(undump).toEqual({ code: 1, out: "", err: SAID + refusal });
    expect(runUtmpx(["dump", "--layout", "linux-glibc-384-le"], { stdin: made }).out).toBe(
      [
        "[2] [00000] [    ] [        ] [            ] [                    ] [0.0.0.0        ] [2026-11-22T16:01:10,026708+00:00]",
        "[7] [00209] [ts/1] [alice   ] [pts/1       ] [example.org         ] [0.0.0.0        ] [2026-11-22T16:01:35,555467+00:00]",
        "[8] [00209] [??  ] [        ] [            ] [                    ] [0.0.0.0        ] [2026-11-22T16:01:35,600000+00:00]",
        "",
      ].join("\n"),
    );
  });

  test("is made of Linux's records, with FreeBSD's numbers", () => {
    const wtmp = readFileSync("test/fixtures/debian12/run/utmp");
    const { undump, made } = roundTrip(wtmp, ["--ndjson"], ["--layout", "freebsd-utx-log"]);
    const refusal =
      'utmpx: Cannot make the record of line 2 of "/dev/stdin": freebsd-utx-log has no room for its sid, address\n';
    expect(undump).toEqual({ code: 1, out: "", err: SAID + refusal });
    const boot = futx(1, {
      ...{ microseconds: 1_795_363_270_026_708, id: "~~", user: "reboot", line: "~" },
      host: "6.18.44-1-amd64",
    });
    expect(made).toEqual(Buffer.from(encodeFrame(boot)));
  });
});
