import { hostPlatform } from "../../platforms/index.ts";
import { formatAddress, oldAddress, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { LoginRecordError } from "../errors.ts";
import type { AddressField } from "../layout.ts";
import { byteText, type ByteText } from "./byte-text.ts";

/** Which host last(1) shows: what the record has, its address, or the name of the address. */
export type HostKind = "host" | "address" | "name";

/** last(1) has room for no more. */
export const MAX_HOST = 255;
const NO_ADDRESS = new Uint8Array(4);

/** As much of a host as last(1) takes. */
export function recordHost(host: ByteText): ByteText {
  return host.slice(0, MAX_HOST);
}

/** The hosts of records as last(1) shows them, uncut. */
export class HostTexts {
  readonly #kind: HostKind;
  readonly #field: AddressField | null;
  readonly #isHostOnly: boolean;
  readonly #names = new Map<string, string | null>();

  /**
   * @param field where the records have their address, if they have one
   * @param isHostOnly whether they are of a store that has only hosts: there is no address of zeros
   */
  constructor(kind: HostKind, field: AddressField | null, isHostOnly: boolean) {
    this.#kind = kind;
    this.#field = field;
    this.#isHostOnly = isHostOnly;
  }

  textOf(entry: LoginRecord): ByteText {
    const host = byteText(entry.host, entry.hostBytes);
    if (this.isOfRecord(entry)) return recordHost(host);
    const octets = this.#octetsOf(entry);
    if (this.#kind === "address") return formatAddress(octets);
    const name = this.#nameOf(octets);
    return recordHost(name === null ? host : byteText(name));
  }

  /** Whether the host of a record is shown, whatever its address is. */
  isOfRecord(entry: LoginRecord): boolean {
    return this.#kind === "host" || (this.#isHostOnly && entry.address === null);
  }

  /** The name of a record's address, if names are wanted and it has an address. */
  nameOf(entry: LoginRecord): string | null {
    if (this.#kind !== "name" || entry.address === null) return null;
    return this.#nameOf(this.#octetsOf(entry));
  }

  /** The name of an address in the DNS, or the address as text; `null` if nobody could be asked. */
  #nameOf(octets: Uint8Array): string | null {
    const address = formatAddress(octets);
    const known = this.#names.get(address);
    if (known !== undefined) return known;
    const name = askName(octets);
    this.#names.set(address, name);
    return name;
  }

  #octetsOf(entry: LoginRecord): Uint8Array {
    const octets = (entry.address === null ? null : parseAddress(entry.address)) ?? NO_ADDRESS;
    const field = this.#field;
    return field === null || field.inet6 !== null ? octets : oldAddress(octets);
  }
}

function askName(octets: Uint8Array): string | null {
  try {
    return hostPlatform().openLibrary().hostNameOf(octets);
  } catch (error) {
    if (error instanceof LoginRecordError) return null;
    throw error;
  }
}
