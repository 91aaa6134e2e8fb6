import { read } from "bun:ffi";
import { hostEndian } from "../src/layout.ts";
import { cString } from "../src/library.ts";
import type { SystemLibrary } from "../src/platform.ts";
import { type Address, textAt, textIn } from "./libc-memory.ts";

/** The functions of <netdb.h> that know hosts. */
export interface NameFunctions {
  getnameinfo(
    address: Uint8Array,
    addressLength: number,
    host: Uint8Array,
    hostLength: number,
    service: null,
    serviceLength: number,
    flags: number,
  ): number;
  getaddrinfo(host: Uint8Array, service: null, hints: Int32Array, list: BigUint64Array): number;
  freeaddrinfo(list: NonNullable<Address>): void;
}

/** What systems have differently. */
export interface SocketNumbers {
  /** AF_INET6 of <sys/socket.h>. */
  readonly inet6: number;
  /** Whether a `struct sockaddr` begins with its length. */
  readonly hasLength: boolean;
  /** `offsetof(struct addrinfo, ai_canonname)` of <netdb.h>. */
  readonly canonname: number;
}

// The same on every system here.
const AF_INET = 2; // <sys/socket.h>
const AI_CANONNAME = 2; // <netdb.h>
const NI_MAXHOST = 1025; // <netdb.h>; 255 in musl's
const ADDRINFO_SIZE = 48; // sizeof(struct addrinfo), with 64 bits
const AI_FLAGS = 0; // offsetof(struct addrinfo, ai_flags)

/** Names of hosts as libc finds them: in files, by DNS, or as the system is told to. */
export function hostNames(
  libc: NameFunctions,
  numbers: SocketNumbers,
): Pick<SystemLibrary, "hostNameOf" | "canonicalNameOf"> {
  return {
    hostNameOf(octets) {
      const address = socketAddress(octets, numbers);
      if (address === null) return null;
      const host = new Uint8Array(NI_MAXHOST);
      const { length } = address;
      const error = libc.getnameinfo(address, length, host, host.length, null, 0, 0);
      return error === 0 ? textIn(host) : null;
    },
    canonicalNameOf(host) {
      const hints = new Int32Array(ADDRINFO_SIZE / Int32Array.BYTES_PER_ELEMENT);
      hints[AI_FLAGS] = AI_CANONNAME;
      const result = new BigUint64Array(1);
      if (libc.getaddrinfo(cString(host), null, hints, result) !== 0) return null;
      const list = result[0] ?? 0n;
      try {
        return textAt(read.ptr(list, numbers.canonname)) ?? host;
      } finally {
        libc.freeaddrinfo(list);
      }
    },
  };
}

/** A `struct sockaddr_in` or `sockaddr_in6`; `null` if the octets are of neither. */
function socketAddress(octets: Uint8Array, numbers: SocketNumbers): Uint8Array | null {
  switch (octets.length) {
    case 4:
      return filled(16, AF_INET, numbers, 4, octets); // sin_addr, behind the port
    case 16:
      return filled(28, numbers.inet6, numbers, 8, octets); // sin6_addr, behind port and flow
    default:
      return null;
  }
}

function filled(
  size: number,
  family: number,
  { hasLength }: SocketNumbers,
  offset: number,
  octets: Uint8Array,
): Uint8Array {
  const address = new Uint8Array(size);
  if (hasLength)
    address.set([size, family]); // uint8_t sa_len, sa_family_t (uint8_t) sa_family
  else new DataView(address.buffer).setUint16(0, family, hostEndian === "little"); // sa_family_t (unsigned short) sa_family
  address.set(octets, offset);
  return address;
}
