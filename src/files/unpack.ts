import { hasCode, StoreError } from "../errors.ts";
import type { Packing } from "./packing.ts";
import { wholeFrames } from "./zstd-frames.ts";

const EMPTY = new Uint8Array(0);
const LARGE = 2 ** 24;

/** What came out of compressed bytes. */
export interface Unpacked {
  readonly bytes: Uint8Array;
  /** What is wrong with what stands behind; `null` if that was all. */
  readonly damage: string | null;
}

/** Where programs are that no user of the system could have put there. */
const PROGRAMS = "/usr/bin:/bin";

/** Memory that data may ask xz(1) for; `xz -9` makes such that asks for 65 MiB. */
const XZ_MEMORY = "--memlimit-decompress=256MiB";

/**
 * Unpacks all of it, or what can be had of what is damaged: gzip and zstd here, others by the
 * system's own programs.
 *
 * @param path named in errors
 * @param most bytes that it may unpack to
 * @param programs where the system's programs are, as `PATH`
 * @throws {@link StoreError} if there would be more, or the program is not there
 */
export function unpack(
  packing: Packing,
  packed: Uint8Array,
  path: string,
  most: number,
  programs: string = PROGRAMS,
): Unpacked {
  // Loading it takes longer than all else that reads a file, and few are compressed.
  const { constants, gunzipSync, zstdDecompressSync } = process.getBuiltinModule("node:zlib");
  const limit = { maxOutputLength: Math.max(1, most) };
  try {
    switch (packing) {
      case "gzip":
        return unpackHere(packed, (bytes, isPart) => {
          const finishFlush = isPart ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
          return gunzipSync(bytes, { ...limit, finishFlush });
        });
      case "zstd": {
        const unpacked = unpackHere(packed, (bytes) => zstdDecompressSync(bytes, limit));
        const isAll = unpacked.damage !== null || wholeFrames(packed) === packed.length;
        return isAll ? unpacked : { ...unpacked, damage: "its last frame is not whole" };
      }
      case "xz":
      case "bzip2":
        return unpackBy(packing, packed, path, most, programs);
    }
  } catch (error) {
    if (!hasCode(error, "ERR_BUFFER_TOO_LARGE")) throw error;
    throw tooMuch(path, most);
  }
}

type Decode = (packed: Uint8Array, isPart: boolean) => Uint8Array;

function unpackHere(packed: Uint8Array, decode: Decode): Unpacked {
  try {
    return { bytes: decode(packed, false), damage: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { bytes: soundPart(packed, decode), damage: error.message };
  }
}

/** A decoder that meets damage keeps what it has: how far it can go is found by trying. */
function soundPart(packed: Uint8Array, decode: Decode): Uint8Array {
  let bytes: Uint8Array = EMPTY;
  let [sound, damaged] = [0, packed.length + 1];
  for (let tried = packed.length; damaged - sound > 1; tried = (sound + damaged) >>> 1) {
    // Twenty times what a large file holds would be in memory before the collector comes by itself.
    if (bytes.length >= LARGE) Bun.gc(true);
    try {
      bytes = decode(packed.subarray(0, tried), true);
      sound = tried;
    } catch (error) {
      if (!isDamage(error)) throw error;
      damaged = tried;
    }
  }
  return bytes;
}

function isDamage(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "string" && /^Z(?:STD)?_/.test(code);
}

function unpackBy(
  name: string,
  packed: Uint8Array,
  path: string,
  most: number,
  programs: string,
): Unpacked {
  const program = Bun.which(name, { PATH: programs });
  if (program === null) {
    throw new StoreError(
      `Cannot unpack "${path}": it is ${name} data, and the program ${name} is wanted in ${programs}`,
    );
  }
  // Its environment is ours alone: what a user put into XZ_OPT or BZIP2 is nothing to it.
  const { stdout, stderr, exitCode, signalCode } = Bun.spawnSync([program, "-dc"], {
    stdin: packed,
    env: { PATH: programs, LC_ALL: "C", XZ_DEFAULTS: XZ_MEMORY },
    maxBuffer: most + 1,
    killSignal: "SIGKILL",
  });
  if (stdout.length > most) throw tooMuch(path, most);
  if (exitCode === 0) return { bytes: stdout, damage: null };
  const said = /\S.*/.exec(stderr.toString())?.[0].replace(/^\S*: (?:\(stdin\): )?|[.;]$/g, "");
  const damage = said ?? `${name} ended with ${signalCode ?? `code ${exitCode}`}`;
  return { bytes: stdout, damage };
}

function tooMuch(path: string, most: number): StoreError {
  return new StoreError(
    `Cannot unpack "${path}": it has more than ${most} bytes in it, and no more are wanted`,
  );
}
